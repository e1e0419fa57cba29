// Several LTE cells: where UEs are served, handover while driving, interference, coverage lost and found.
#include <cstdio>

#include "tests/cross/lte_run.hpp"

using namespace lastmile::cross;

TEST_CASE("a UE is with the cell that it hears best, and the gateway reaches it there") {
  const LteRun run =
      run_lte("cells=0,1000,2000 ues=100,900,1900 send=1,0,100000,0 send=0,2,100000,0 send=3,2,100000,0");
  for (const int ue : {1, 2, 3}) CHECK(run.cell(ue) == ue);
  for (const int send : {0, 1, 2}) CHECK(run.ended.at(send).delivered == 100'000);
  CHECK(run.carried == 400'000);  // UE to UE crosses the link twice
}

TEST_CASE("driving from cell to cell: A3 hands over when it should, and TCP loses no byte") {
  // 3 dB stronger from x = 585 m on (Friis: x / (1000 - x) = 1.41), reached at 16.2 s; then 256 ms, and
  // up to two measurement periods of 200 ms, which layer 3 filters.
  const LteRun run =
      run_lte("cells=0,1000 ues=100 move=1,900,30 send=1,0,12000000,15500 send=0,1,12000000,15500");
  REQUIRE(run.cells.at(1).size() == 2);
  const LteChange change = run.cells.at(1)[1];
  std::printf("lte handover Expectation: 16.44 to 17.04 s  Actual: %.2f s; 12 MB up %.2f s, down %.2f s\n",
              change.at_s, run.took_s(0), run.took_s(1));
  CHECK(change.to == 2);
  CHECK(change.at_s > 16.44);
  CHECK(change.at_s < 17.04);
  for (const int send : {0, 1}) {
    CHECK(run.ended.at(send).ok);
    CHECK(run.ended.at(send).delivered == 12'000'000);
    CHECK(15.5 + run.took_s(send) > change.at_s);  // it was under way
  }
  CHECK(run.carried == 24'000'000);
}

TEST_CASE("hysteresis and time to trigger are the scenario's") {
  const std::string drive = "cells=0,1000 ues=400 move=1,900,30 until_s=10 frozen=0 rb=6";
  const LteRun soon = run_lte(drive + " hysteresis=1 a3_ms=40");
  const LteRun late = run_lte(drive + " hysteresis=4 a3_ms=320");
  REQUIRE(soon.cells.at(1).size() == 2);
  REQUIRE(late.cells.at(1).size() == 2);
  CHECK(late.cells.at(1)[1].at_s > soon.cells.at(1)[1].at_s + 2.5);  // 613 m against 529 m, 280 ms more
}

TEST_CASE("a UE that moved to another cell while radio time stood still is served there at once") {
  const LteRun moved = run_lte("cells=0,1000 ues=100 away=1,1,900,10 send=1,0,100000,0 send=1,0,400000,2000 "
                               "send=1,0,400000,20000");
  const LteRun stayed = run_lte("cells=0,1000 ues=900 send=1,0,100000,0 send=1,0,400000,2000");
  REQUIRE(moved.cells.at(1).size() == 3);
  CHECK(moved.cells.at(1)[1].at_s <= 2.02);
  CHECK(moved.cells.at(1)[1].to == 2);
  CHECK(moved.cells.at(1)[2].to == 1);
  std::printf("lte 400 kB after a move in frozen time: Expectation: %.3f s  Actual: %.3f s\n",
              stayed.took_s(1), moved.took_s(1));
  CHECK(moved.took_s(1) < 1.25 * stayed.took_s(1));
}

TEST_CASE("out of every cell's coverage a UE is lost, and connects again when it returns") {
  const std::string away = "ues=100 away=1,1,300000,6 ";
  const LteRun tcp = run_lte(away + "send=1,0,30000000,500");
  REQUIRE(tcp.states.at(1).size() == 3);
  const double lost_s = tcp.states.at(1)[1].at_s, found_s = tcp.states.at(1)[2].at_s;
  std::printf("lte coverage lost at 1 s: Expectation: noticed after 2.2 to 2.6 s  Actual: %.2f s; found at "
              "7 s: connected %.2f s later, 30 MB after %.2f s\n",
              lost_s - 1, found_s - 7, tcp.took_s(0));
  CHECK(lost_s > 3.1);  // six periods of 200 ms below -5 dB, then T310 of 1 s
  CHECK(lost_s < 3.6);
  CHECK(found_s > 7);
  CHECK(found_s < 7.3);
  CHECK(tcp.ended.at(0).ok);
  CHECK(tcp.ended.at(0).delivered == 30'000'000);
  const LteRun udp = run_lte(away + "frozen=0 send=0,1,10000000,500,u send=0,1,100000,9000,u");
  CHECK(udp.ended.at(0).delivered < 10'000'000);
  CHECK(udp.ended.at(1).delivered == 100'000);
}

TEST_CASE("a busy neighbour on the same carrier slows a UE between two cells") {
  const std::string middle = "cells=0,1000 ues=450,990 send=0,1,2000000,0";
  const LteRun quiet = run_lte(middle), busy = run_lte(middle + " send=0,2,12000000,0");
  std::printf("lte 2 MB at 450 m of 1000 m: neighbour idle %.3f s, busy %.3f s\n", quiet.took_s(0),
              busy.took_s(0));
  CHECK(busy.took_s(0) > 1.5 * quiet.took_s(0));
}
