#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "scenarios/host/intervals.hpp"
#include "scenarios/host/sweep/cell_statistics.hpp"
#include "scenarios/host/sweep/precision.hpp"
#include "scenarios/host/sweep/ranking_changes.hpp"
#include "sim/random.hpp"

using namespace lastmile;
using namespace lastmile::scenarios;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

Cells two_networks() {
  return Cells(
      {{{"cameras"}, {{Value(1)}, {Value(2)}}}, {{"network"}, {{Value("fluid")}, {Value("ns3")}}}});
}

}  // namespace

TEST_CASE("a paired difference by hand") {
  // Differences 1, 2, 3: mean 2, standard error 1/sqrt(3), t(2; 0.975) = 4.30265.
  const Difference d = paired_difference({11, 22, 33}, {10, 20, 30});
  CHECK(d.mean == doctest::Approx(2));
  CHECK(d.high - d.mean == doctest::Approx(4.30265 / std::sqrt(3.0)).epsilon(1e-5));
  // t = 2 sqrt(3) = 3.4641 with two degrees of freedom: p = 1 - t / sqrt(t^2 + 2).
  CHECK(d.p == doctest::Approx(1 - 3.4641016 / std::sqrt(14.0)).epsilon(1e-6));
  CHECK(paired_difference({2, 2}, {1, 1}).p == 0);
  CHECK(paired_difference({2, 2}, {2, 2}).p == 1);
  CHECK(std::isnan(paired_difference({2}, {1}).p));
  CHECK(std::isnan(paired_difference({2, kNone}, {1, 1}).mean));
}

TEST_CASE("common random numbers: pairing takes out what both strategies share") {
  RandomStream stream(1, "arrivals");
  std::vector<double> a, b, shuffled;
  for (int i = 0; i < 40; ++i) {
    const double shared = stream.normal(100, 20);
    a.push_back(shared + 1 + 0.1 * stream.normal());
    b.push_back(shared + 0.1 * stream.normal());
  }
  for (std::size_t i = 0; i < b.size(); ++i) shuffled.push_back(b[(i + 7) % b.size()]);
  const Difference paired = paired_difference(a, b), unpaired = paired_difference(a, shuffled);
  CHECK(paired.p < 1e-6);
  CHECK(unpaired.p > 0.05);
  CHECK((unpaired.high - unpaired.low) > 50 * (paired.high - paired.low));
}

TEST_CASE("Holm's adjustment by hand") {
  // Sorted 0.01, 0.02, 0.03, 0.04 times 4, 3, 2, 1, never falling.
  const std::vector<double> adjusted = holm({0.03, 0.01, kNone, 0.04, 0.02});
  CHECK(adjusted[1] == doctest::Approx(0.04));
  CHECK(adjusted[4] == doctest::Approx(0.06));
  CHECK(adjusted[0] == doctest::Approx(0.06));
  CHECK(adjusted[3] == doctest::Approx(0.06));
  CHECK(std::isnan(adjusted[2]));
  CHECK(holm({0.9, 0.8})[0] == 1.0);
  CHECK(holm({}).empty());
}

TEST_CASE(
    "rankings that change with the network are counted, and which are beyond their intervals") {
  const Cells cells = two_networks();
  RankingReport report(cells, {"a", "b"}, 2);
  REQUIRE(report.wanted());
  // Cell 0 and 1: one camera on fluid and ns3; the order of indicator 0 turns round, clearly.
  report.add(0, 0, {{1.0, 1.1, 1.2}, {2.0, 2.1, 2.3}});
  report.add(1, 0, {{3.0, 3.1, 3.2}, {2.0, 2.1, 2.3}});
  // Two cameras: turns round, but within the intervals.
  report.add(2, 0, {{1.0, 3.0, 2.0}, {2.0, 2.1, 2.3}});
  report.add(3, 0, {{3.0, 1.0, 2.6}, {2.0, 2.1, 2.3}});
  // Indicator 1 keeps its order; its last cell never ended.
  report.add(0, 1, {{1}, {2}});
  report.add(1, 1, {{1}, {3}});
  const std::vector<RankingChange> changes = report.changes();
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].axis == "network");
  CHECK(changes[0].from == "fluid");
  CHECK(changes[0].to == "ns3");
  CHECK(changes[0].cells == 2);
  CHECK(changes[0].changed == 2);
  CHECK(changes[0].significant == 1);
  CHECK(changes[0].pairs.at("a/b") == 2);
  CHECK(changes[1].cells == 1);
  CHECK(changes[1].changed == 0);
  CHECK_FALSE(
      RankingReport(Cells({{{"cameras"}, {{Value(1)}, {Value(2)}}}}), {"a", "b"}, 1).wanted());
}

TEST_CASE("precision: the first looks that are narrow enough end a cell, whatever comes later") {
  Precision rule{"latency", 0.12, true, false, 2, 2};
  const std::vector<double> steady = {1.0, 1.4, 1.2, 1.21, 1.2, 1.19, 1.2, 1.2}, still(8, 5.0);
  CHECK_FALSE(narrow_enough(rule, {{1.0, 1.4}, {5, 5}}, 0));
  CHECK(seeds_wanted(rule, {{}, {}}, 0, 8) == 2);
  CHECK(seeds_wanted(rule, {{1.0, 1.4}, {5, 5}}, 0, 8) == 4);
  const std::size_t stop = seeds_wanted(rule, {steady, still}, 0, 8);
  CHECK(stop == 6);  // by hand: half-widths 2.54, 0.26, 0.133; 0.144 is asked
  CHECK(seeds_wanted(rule, {{1.0, kNone, 1, 1, 1, 1, 1, 1}, still}, 0, 8) == 8);
  CHECK(seeds_wanted(std::nullopt, {{}, {}}, 0, 8) == 8);
  Precision differences{"latency", 0.05, false, true, 2, 2};
  CHECK(narrow_enough(differences, {{1, 2, 3}, {2.01, 3, 4}}, 0));
  CHECK_FALSE(narrow_enough(differences, {{1, 2, 3}, {2, 2, 4}}, 0));
}

TEST_CASE("how often the interval of a cell that stopped by precision holds the mean") {
  Precision rule{"x", 0.5, false, false, 5, 5};
  int held = 0, stopped_early = 0;
  constexpr int kCells = 4000;
  for (int cell = 0; cell < kCells; ++cell) {
    RandomStream stream(static_cast<std::uint64_t>(cell), "values");
    std::vector<double> values;
    for (int i = 0; i < 100; ++i) values.push_back(stream.normal());
    const std::size_t n = seeds_wanted(rule, {values}, 0, values.size());
    stopped_early += n < values.size() ? 1 : 0;
    values.resize(n);
    const Interval interval = mean_interval(values);
    held += interval.low <= 0 && interval.high >= 0 ? 1 : 0;
  }
  const double share = held / static_cast<double>(kCells);
  MESSAGE("95 % intervals after stopping hold the mean in " << 100 * share << " % of " << kCells
                                                            << " cells");
  CHECK(stopped_early == kCells);
  CHECK(share > 0.88);
  CHECK(share < 0.95);
}
