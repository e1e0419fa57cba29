// What an LTE cell cannot do is the user's error, in time: coverage at the start, sounding, carriers.
#include "tests/cross/lte_run.hpp"

using namespace lastmile::cross;

namespace {

std::string many(int ues) {
  std::string list = "ues=10";
  for (int i = 1; i < ues; ++i) list += "," + std::to_string(10 + i);
  return list + " ";
}

}  // namespace

TEST_CASE("a UE out of coverage at the start is named, with what it lacks") {
  const std::string text = lte_error("cells=0,3000 ues=100,20000 send=0,1,1000,0");
  CHECK(says(text, "link 'cell': 'ue2' is out of reach of every cell at the start"));
  CHECK(says(text, "'site2'"));
  CHECK(says(text, "raise enb_power or ue_power"));
}

TEST_CASE("coverage ends where ns-3's adaptation does: data goes on this side of the error") {
  const LteRun near = run_lte("ues=16200 send=1,0,20000,0");
  CHECK(near.ended.at(0).ok);
  CHECK(says(lte_error("ues=16300 send=1,0,20000,0"), "-2.1 dB up"));
}

TEST_CASE("the UE's power counts") {
  const LteRun usual = run_lte("ues=15000 send=1,0,200000,0");
  const LteRun strong = run_lte("ues=15000 ue_power=33 send=1,0,200000,0");
  CHECK(strong.took_s(0) < 0.7 * usual.took_s(0));
  CHECK(says(lte_error("ues=15000 ue_power=20 send=1,0,20000,0"), "'ue1' is out of reach"));
}

TEST_CASE("more UEs than places to sound: how many there are and what to set") {
  const std::string text = lte_error(many(12) + "cells=0,3000 srs=10 send=1,0,1000,0");
  CHECK(says(text, "12 UEs hear 'site1' best"));
  CHECK(says(text, "srs_period = 10 ms has places for 10 in a cell"));
  CHECK(says(text, "one of 20, 40, 80, 160, 320 ms, or leave it out"));
  CHECK(says(lte_error(many(321) + "cells=0,9000 send=1,0,1000,0"),
             "321 UEs hear 'site1' best, and a cell can sound 320 at most"));
}

TEST_CASE("UEs that may come together need places together") {
  const std::string text = lte_error(many(9) + "srs=10 cells=0,1000 move=1,900,30 send=1,0,1000,0");
  CHECK(says(text, "9 UEs may come together in one cell, which takes 11 places"));
}

TEST_CASE("a cell can be filled to its last place") {
  CHECK(run_lte(many(10) + "srs=10 rb=25 send=1,0,1000,0 send=0,10,1000,0").ended.size() == 2);
  CHECK(run_lte(many(36) + "rb=25 send=1,0,1000,0 send=0,36,1000,0").ended.size() == 2);
}

TEST_CASE("a second LTE network is refused, by name") {
  CHECK(says(lte_error("ues=10 other=1"), "link 'other': 'cell' is an LTE network already"));
}

TEST_CASE("carriers and handover values that LTE has not") {
  CHECK(says(lte_error("ues=10 earfcn=7000"), "downlink_earfcn = 7000 is in no FDD band"));
  CHECK(says(lte_error("ues=10 up_earfcn=18100"), "band 3 and uplink_earfcn = 18100 in band 1"));
  CHECK(says(lte_error("ues=10 hysteresis=3.2"), "0 to 15 dB in steps of 0.5 dB"));
  CHECK(says(lte_error("ues=10 a3_ms=250"), "a3_time = 250 ms; LTE has 0, 40, 64"));
  CHECK(says(lte_error("ues=10 mps=0"), "fading_speed"));
}
