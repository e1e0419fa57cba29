#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "scenarios/host/claims.hpp"
#include "scenarios/host/intervals.hpp"
#include "scenarios/host/kpis.hpp"
#include "scenarios/host/table_text.hpp"

using namespace lastmile::scenarios;

namespace {
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
}

TEST_CASE("interval: Student's t by hand") {
  // 1 2 3 4 5: mean 3, standard error sqrt(2.5 / 5), t(0.975, 4) = 2.7764451
  const Interval five = mean_interval({1, 2, 3, 4, 5});
  CHECK(five.mean == doctest::Approx(3));
  CHECK(half_width(five) == doctest::Approx(2.7764451052 * std::sqrt(0.5)).epsilon(1e-9));
  const Interval one = mean_interval({7});
  CHECK(one.mean == 7);
  CHECK(std::isnan(one.low));
  CHECK(half_width(one) == 0);
  CHECK(std::isnan(mean_interval({1, kNone, 3}).mean));
}

TEST_CASE("quantile interpolates between order statistics") {
  CHECK(quantile({4, 1, 3, 2}, 0.5) == doctest::Approx(2.5));
  CHECK(quantile({1, 2, 3, 4, 5}, 0.99) == doctest::Approx(4.96));
  CHECK(quantile({9}, 0.99) == 9);
}

TEST_CASE("a claim with one seed breaks on any step the other way") {
  const SurveyClaim falls{"x falls", "x", false};
  CHECK(judge(falls, {"L1", "L2", "L3"}, {{3}, {3}, {2}}, "B").holds);
  const Verdict verdict = judge(falls, {"L1", "L2", "L3"}, {{3}, {1}, {2}}, "B");
  CHECK_FALSE(verdict.holds);
  CHECK(verdict.figures.find("against it: L2 to L3") != std::string::npos);
  CHECK(judge({"x rises", "x", true}, {"L1", "L2"}, {{1}, {1.5}}, "s").holds);
}

TEST_CASE("a claim with several seeds breaks only beyond the interval of the paired difference") {
  const SurveyClaim falls{"x falls", "x", false};
  // up by 0.1 on average, but by -1 .. 1.2: within the interval
  CHECK(judge(falls, {"L1", "L2"}, {{10, 20, 30}, {9, 20.1, 31.2}}, "B").holds);
  // up by 0.1 each time: the levels' own spread of 10 does not hide it
  CHECK_FALSE(judge(falls, {"L1", "L2"}, {{10, 20, 30}, {10.1, 20.1, 30.11}}, "B").holds);
}

TEST_CASE("rankings: ties, values that do not exist, and pairs that swap") {
  const std::vector<std::string> names{"a", "b", "c"};
  const Ranking first = rank(names, {{2}, {1}, {2}});
  CHECK(first.order == "b < a = c");
  const Ranking missing = rank(names, {{2}, {kNone}, {1}});
  CHECK(missing.order == "c < a < b");
  CHECK(swapped(names, first, first).empty());
  CHECK(swapped(names, first, missing) == "a/b, b/c");
}

TEST_CASE("numbers and tables for people") {
  CHECK(scale_for("s", {0.004, 0.0001}).unit == "ms");
  CHECK(scale_for("B", {12.0}).unit == "B");
  CHECK(scale_for("B", {2.5e6}).unit == "MB");
  CHECK(scale_for("1", {0.001}).by == 1);
  CHECK(short_number(0.0425) == "0.043");
  CHECK(short_number(123.4) == "123");
  CHECK(short_number(kNone) == "-");
  CHECK(aligned({{"", "x"}, {"long", "±1"}}) == "       x\nlong  ±1\n");
}
