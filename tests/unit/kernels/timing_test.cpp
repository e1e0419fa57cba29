#include "kernels/harness/timing.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <thread>

using namespace lastmile::kernels;

namespace {

void spin(double seconds) {
  const double end = clock_s() + seconds;
  while (clock_s() < end) {
  }
}

}  // namespace

TEST_CASE("timing: minimum, median and spread of samples by hand") {
  const Timing odd = summary({5, 1, 2, 9, 4}, 3);
  CHECK(odd.minimum_s == 1);
  CHECK(odd.median_s == 4);
  CHECK(odd.spread_s == 2);  // |x - 4| = 1 3 2 5 0
  CHECK(odd.samples == 5);
  CHECK(odd.inner == 3);
  CHECK(summary({1, 2, 3, 10}, 1).median_s == 2.5);
  CHECK_THROWS_AS(summary({}, 1), std::invalid_argument);
}

TEST_CASE("timing: rounds are interleaved, each sample led in by an untimed run of its own") {
  std::string order;
  TimingOptions options;
  options.warm_up = 0;
  options.repeats = 2;
  options.shortest_s = 0;  // one inner run
  const auto timings =
      time_interleaved({{"a", [&] { order += 'a'; }, {}}, {"b", [&] { order += 'b'; }, {}}}, options);
  CHECK(order == "ab" "aabb" "aabb");  // once each to learn how long a run is
  CHECK(timings.size() == 2);
  CHECK(timings[0].samples == 2);
}

TEST_CASE("timing: what comes before a run is not timed, and every run has it") {
  std::string order;
  TimingOptions options;
  options.warm_up = 1;
  options.repeats = 3;
  const Timing timing = time_one({"cold", [&] { order += 'r'; },
                                  [&] {
                                    order += 'b';
                                    spin(2e-3);
                                  }},
                                 options);
  CHECK(order == "brbrbrbr");
  CHECK(timing.inner == 1);
  CHECK(timing.minimum_s < 1e-3);
}

TEST_CASE("timing: short runs are repeated, and the time is that of one run") {
  TimingOptions options;
  options.repeats = 5;
  options.shortest_s = 2e-3;
  int runs = 0;
  const Timing timing = time_one({"spin", [&] { ++runs, spin(100e-6); }, {}}, options);
  CHECK(timing.inner >= 2);
  CHECK(runs >= 5 * timing.inner);
  CHECK(timing.minimum_s >= 99e-6);  // of one run, not of `inner`: an upper bound would test the machine
}

TEST_CASE("timing: the time limit ends the rounds, after three") {
  TimingOptions options;
  options.repeats = 1000;
  options.most_s = 1e-3;
  options.shortest_s = 0;
  const Timing timing = time_one({"spin", [] { spin(2e-3); }, {}}, options);
  CHECK(timing.samples == 3);
  options.repeats = 0;
  CHECK_THROWS_AS(time_one({"none", [] {}, {}}, options), std::invalid_argument);
}

TEST_CASE("timing: a thread can be bound to a processor that exists, and to no other") {
  const std::vector<int> before = allowed_cpus();
  REQUIRE(!before.empty());
  std::vector<int> after;
  std::thread([&] {
    CHECK(pin_thread(before.back()));
    after = allowed_cpus();
    CHECK_FALSE(pin_thread(-1));
    CHECK_FALSE(pin_thread(1 << 20));
  }).join();
  CHECK(after == std::vector<int>{before.back()});
  CHECK(allowed_cpus() == before);  // of this thread alone
}
