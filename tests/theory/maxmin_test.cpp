// Weighted max-min fairness against examples worked by hand, and against its definition on random
// ones.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>

#include "network/fluid/max_min.hpp"
#include "sim/random.hpp"

using namespace lastmile;
using network::fluid::Demand;
using network::fluid::max_min_rates;

namespace {

void compare(const char* what, const std::vector<double>& expected,
             const std::vector<double>& actual) {
  REQUIRE(expected.size() == actual.size());
  std::printf("%s\n  Expectation", what);
  for (const double x : expected) std::printf(" %.6g", x);
  std::printf("\n  Actual     ");
  for (const double x : actual) std::printf(" %.6g", x);
  std::printf("\n");
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(actual[i] == doctest::Approx(expected[i]).epsilon(1e-12));
  }
}

// Every flow has a resource that is full and where nobody's level is above its own.
bool has_bottleneck(std::size_t flow, const std::vector<double>& capacity,
                    const std::vector<Demand>& demands, const std::vector<double>& rates) {
  for (const auto& mine : demands[flow].uses) {
    double used = 0, highest = 0;
    for (std::size_t f = 0; f < demands.size(); ++f) {
      for (const auto& use : demands[f].uses) {
        if (use.resource != mine.resource) continue;
        used += use.per_byte * rates[f];
        highest = std::max(highest, rates[f] / demands[f].weight);
      }
    }
    const bool full = used >= capacity[mine.resource] * (1 - 1e-9);
    if (full && rates[flow] / demands[flow].weight >= highest * (1 - 1e-9)) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("max-min by hand: one long flow over two wires, one short flow on each") {
  // Wire 0 (10) carries the long flow and one other: 5 each. Wire 1 (8): 4 each is tighter, so the
  // long flow stops at 4 and its neighbour on wire 0 takes 6.
  compare("parking lot", {4, 6, 4},
          max_min_rates({10, 8}, {{1, {{0, 1}, {1, 1}}}, {1, {{0, 1}}}, {1, {{1, 1}}}}));
}

TEST_CASE("max-min by hand: three levels") {
  // A 4: flows 1,2. B 10: flows 2,3,4. C 3: flow 4 and 5. Level 1.5 on C fixes 4,5; level 2 on A
  // fixes 1,2; B has 10 - 1.5 - 2 left for flow 3.
  compare("three levels", {2, 2, 6.5, 1.5, 1.5},
          max_min_rates({4, 10, 3}, {{1, {{0, 1}}},
                                     {1, {{0, 1}, {1, 1}}},
                                     {1, {{1, 1}}},
                                     {1, {{1, 1}, {2, 1}}},
                                     {1, {{2, 1}}}}));
}

TEST_CASE("max-min by hand: weights and consumption") {
  // 12 = 1 w L + 3 w L with weights 3 and 1: L = 2; the second flow takes 3 units a byte.
  compare("weights 3:1, cost 1:3", {6, 2}, max_min_rates({12}, {{3, {{0, 1}}}, {1, {{0, 3}}}}));
}

TEST_CASE("max-min by hand: airtime gives equal rates, a fair cell equal times") {
  // Two stations, alone 10 and 2.5 bytes/s. Airtime: x (1/10 + 1/2.5) = 1, x = 2.
  compare("airtime", {2, 2}, max_min_rates({1}, {{1, {{0, 1.0 / 10}}}, {1, {{0, 1.0 / 2.5}}}}));
  // The cell weighs by rate: each has half of the time.
  compare("cell", {5, 1.25}, max_min_rates({1}, {{10, {{0, 1.0 / 10}}}, {2.5, {{0, 1.0 / 2.5}}}}));
}

TEST_CASE("max-min: every flow has a bottleneck, on random networks") {
  RandomStream random(7, "maxmin");
  int checked = 0;
  for (int run = 0; run < 200; ++run) {
    std::vector<double> capacity(1 + random.below(8));
    for (double& c : capacity) c = random.uniform(1, 100);
    std::vector<Demand> demands(1 + random.below(20));
    for (Demand& d : demands) {
      d.weight = random.uniform(0.1, 4);
      for (std::uint32_t r = 0; r < capacity.size(); ++r) {
        if (random.uniform() < 0.4) d.uses.push_back({r, random.uniform(0.1, 3)});
      }
      if (d.uses.empty()) d.uses.push_back({0, 1});
    }
    const auto rates = max_min_rates(capacity, demands);
    for (std::size_t f = 0; f < demands.size(); ++f) {
      REQUIRE(has_bottleneck(f, capacity, demands, rates));
      ++checked;
    }
    for (std::uint32_t r = 0; r < capacity.size(); ++r) {
      double used = 0;
      for (std::size_t f = 0; f < demands.size(); ++f) {
        for (const auto& use : demands[f].uses) {
          if (use.resource == r) used += use.per_byte * rates[f];
        }
      }
      REQUIRE(used <= capacity[r] * (1 + 1e-9));
    }
  }
  std::printf("random networks\n  Expectation every flow has a bottleneck\n");
  std::printf("  Actual      %d flows have one\n", checked);
}
