// Fading on LTE's channels, and how two schedulers share a cell.
#include <cstdio>

#include "tests/cross/lte_run.hpp"

using namespace lastmile::cross;

TEST_CASE("throughput with and without fading, up and down") {
  for (const char* metres : {"500", "4000"}) {
    const std::string sends = " send=1,0,2000000,0 send=0,1,2000000,0 ues=" + std::string(metres);
    const LteRun calm = run_lte(sends);
    double before[] = {calm.mbps(0), calm.mbps(1)};
    std::printf("lte at %s m: no fading up %.1f down %.1f Mb/s\n", metres, before[0], before[1]);
    for (const char* fading : {"fading=epa mps=1", "fading=eva mps=8", "fading=etu mps=30"}) {
      const LteRun run = run_lte(fading + sends);
      std::printf("  %-18s up %.1f down %.1f Mb/s\n", fading, run.mbps(0), run.mbps(1));
      for (const int send : {0, 1}) {
        CHECK(run.ended.at(send).delivered == 2'000'000);
        CHECK(run.mbps(send) < 1.02 * before[send]);
        CHECK(run.mbps(send) > 0.1 * before[send]);
      }
    }
  }
}

TEST_CASE("fading is the seed's, the same when run again, and goes on while radio time stands still") {
  const std::string what = "fading=eva mps=3 ues=2000 send=0,1,300000,0 send=0,1,300000,5000";
  const LteRun run = run_lte(what);
  CHECK(run.text == run_lte(what).text);
  CHECK(run.text != run_lte(what + " seed=2").text);
  const LteRun later = run_lte("fading=eva mps=3 ues=2000 send=0,1,300000,0 send=0,1,300000,5777");
  CHECK(later.ended.at(0).took_ns == run.ended.at(0).took_ns);
  CHECK(later.ended.at(1).took_ns != run.ended.at(1).took_ns);
}

// Two UEs that always have something waiting, 100 m and 8 km away. Both schedulers give each the same
// share of the blocks where channels stand still: PF because rates over their own means are alike.
TEST_CASE("round robin and proportional fair give the near and the far UE half of the cell each") {
  for (const char* scheduler : {"rr", "pf"}) {
    const std::string who = std::string("scheduler=") + scheduler + " ues=100,8000 ";
    const std::string near = "send=0,1,9000000,0,u ", far = "send=0,2,2370000,0,u ";
    const LteRun first = run_lte(who + near), second = run_lte(who + far), both = run_lte(who + near + far);
    // Alone a burst goes at the cell's rate; together both have a backlog until the last one is given up.
    const double alone[] = {first.mbps(0), second.mbps(0)};
    const double together[] = {both.mbps(0), both.mbps(1)};
    for (const int ue : {0, 1}) {
      std::printf("lte %s, %s UE: alone %.1f Mb/s; together Expectation: %.1f  Actual: %.1f Mb/s\n",
                  scheduler, ue == 0 ? "near" : "far", alone[ue], alone[ue] / 2, together[ue]);
      CHECK(together[ue] == doctest::Approx(alone[ue] / 2).epsilon(0.1));
    }
  }
}
