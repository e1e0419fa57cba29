#include "network/ns3/nr/mcs.hpp"

#include <doctest/doctest.h>

using namespace lastmile::network;
using namespace lastmile::network::nr;

namespace {
const NrMcsTable kAll[] = {NrMcsTable::qam64, NrMcsTable::qam256, NrMcsTable::low_rate};

// The efficiencies that the standard prints beside its CQI tables.
const std::vector<double> kPrinted[] = {
    {0, .1523, .2344, .3770, .6016, .8770, 1.1758, 1.4766, 1.9141, 2.4063, 2.7305, 3.3223, 3.9023,
     4.5234, 5.1152, 5.5547},
    {0, .1523, .3770, .8770, 1.4766, 1.9141, 2.4063, 2.7305, 3.3223, 3.9023, 4.5234, 5.1152, 5.5547,
     6.2266, 6.9141, 7.4063},
    {0, .0586, .0977, .1523, .2344, .3770, .6016, .8770, 1.1758, 1.4766, 1.9141, 2.4063, 2.7305,
     3.3223, 3.9023, 4.5234}};
}  // namespace

TEST_CASE("CQI efficiencies are those printed in the standard") {
  for (int t = 0; t < 3; ++t) {
    const auto& table = cqi_table(kAll[t]);
    REQUIRE(table.size() == 16);
    for (std::size_t i = 0; i < 16; ++i)
      CHECK(std::abs(table[i].efficiency() - kPrinted[t][i]) < 6e-5);
  }
}

TEST_CASE("MCS tables have their sizes and grow in efficiency but for the known step at 64-QAM") {
  CHECK(mcs_table(NrMcsTable::qam64).size() == 29);
  CHECK(mcs_table(NrMcsTable::qam256).size() == 28);
  CHECK(mcs_table(NrMcsTable::low_rate).size() == 29);
  for (const NrMcsTable which : kAll) {
    const auto& table = mcs_table(which);
    for (std::size_t i = 1; i < table.size(); ++i) {
      const bool known_step = which == NrMcsTable::qam64 && i == 17;  // 16-QAM 658 to 64-QAM 438
      CHECK((table[i].efficiency() > table[i - 1].efficiency()) != known_step);
      CHECK(table[i].order >= table[i - 1].order);
    }
  }
}

TEST_CASE("every CQI of tables 1 and 2 from its third on has an MCS of the same efficiency") {
  for (const NrMcsTable which : {NrMcsTable::qam64, NrMcsTable::qam256}) {
    for (std::size_t i = 2; i < 16; ++i) {
      const Mcs& cqi = cqi_table(which)[i];
      bool found = false;
      for (const Mcs& mcs : mcs_table(which))
        found = found || (mcs.order == cqi.order && mcs.rate_1024 == cqi.rate_1024);
      CHECK(found);
    }
  }
}
