#include "policies/execute/running_jobs.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <cmath>

#include "models/data_file.hpp"
#include "sim/process.hpp"

using namespace lastmile;
using namespace lastmile::policies;
using namespace std::chrono_literals;

namespace {

constexpr double kMiB = 1024.0 * 1024.0;
// Two jobs of 10 GB/s beyond any cache slow each other by 1 + 0.005 * 10 * 10 = 1.5.
const models::Interference kHalfMore{kMiB / 8, kMiB, 0.5, 1, {0, 0.005}, {}};
const models::Demand kDemand{10e9, 2 * kMiB};

struct Case {
  explicit Case(bool shared) {
    const auto library = models::DeviceLibrary::load(models::default_data_folder() / "devices");
    device = library.find("raspberry-pi-4");
    if (shared) device.processors.front().sharing = models::Sharing{2, kHalfMore};
  }
  void heat() {  // from 30 deg C towards 80, limit 60, keeps up 60 %
    device.idle = Watts(2);
    device.processors.front().load = Watts(12);
    device.thermal = models::ThermalProfile{5, 100, 20, 60, 1, {}};
  }
  models::DeviceProfile device;
  Engine engine{1};
};

Task<void> one(Engine& engine, RunningJobs& jobs, Duration start, Duration work, Duration& took) {
  co_await delay(engine, start);
  const SimTime begun = engine.now();
  co_await jobs.run(work, kDemand);
  took = engine.now() - begun;
}

double seconds_of(Duration took) { return to_seconds(took); }

}  // namespace

TEST_CASE("running jobs: one alone takes its time to the nanosecond") {
  Case one_device(true);
  RunningJobs jobs(one_device.engine, one_device.device, one_device.device.processor());
  Duration took{};
  Processes processes(one_device.engine);
  processes.spawn(one(one_device.engine, jobs, 0s, 123456789ns, took));
  one_device.engine.run();
  CHECK(took == 123456789ns);
}

TEST_CASE("running jobs: two slow each other for as long as both run") {
  Case two(true);
  RunningJobs jobs(two.engine, two.device, two.device.processor());
  Duration first{}, second{};
  Processes processes(two.engine);
  processes.spawn(one(two.engine, jobs, 0s, 3s, first));
  processes.spawn(one(two.engine, jobs, 1s, 3s, second));
  two.engine.run();
  // First: 1 s alone, then 2 s of work at 1/1.5: ends at 4 s. Second: 3 s at 1/1.5 did 2 s, 1 s alone.
  CHECK(seconds_of(first) == doctest::Approx(4));
  CHECK(seconds_of(second) == doctest::Approx(4));
  CHECK(jobs.running() == 0);
}

TEST_CASE("running jobs: one that is cancelled leaves the other alone") {
  Case two(true);
  RunningJobs jobs(two.engine, two.device, two.device.processor());
  Duration first{}, second{};
  Processes processes(two.engine);
  processes.spawn(one(two.engine, jobs, 0s, 3s, first));
  const ProcessId cancelled = processes.spawn(one(two.engine, jobs, 0s, 3s, second));
  two.engine.after(1500ms, [&] { processes.cancel(cancelled); });
  two.engine.run();
  CHECK(seconds_of(first) == doctest::Approx(3.5));  // 1 s of work in the first 1.5 s
  CHECK(second == Duration(0));
}

TEST_CASE("running jobs: a hot device slows down at its limit, and cools while nothing runs") {
  Case hot(false);
  hot.heat();
  RunningJobs jobs(hot.engine, hot.device, hot.device.processor());
  const double limit = 100 * std::log(50.0 / 20.0);
  Duration first{}, second{};
  Processes processes(hot.engine);
  processes.spawn(one(hot.engine, jobs, 0s, 200s, first));
  processes.spawn(one(hot.engine, jobs, 1000s, 200s, second));
  hot.engine.run();
  const double expected = limit + (200 - limit) / 0.6;
  CHECK(seconds_of(first) == doctest::Approx(expected).epsilon(1e-9));
  const double cooled = 30 + 30 * std::exp(-(1000 - expected) / 100);
  const double sooner = 100 * std::log((80 - cooled) / 20);
  CHECK(seconds_of(second) == doctest::Approx(sooner + (200 - sooner) / 0.6).epsilon(1e-9));
}

TEST_CASE("running jobs: short work on a cool device is not slowed") {
  Case hot(false);
  hot.heat();
  RunningJobs jobs(hot.engine, hot.device, hot.device.processor());
  Duration took{};
  Processes processes(hot.engine);
  processes.spawn(one(hot.engine, jobs, 0s, 10s, took));
  hot.engine.run();
  CHECK(took == 10s);
  CHECK(jobs.heat()->celsius() == doctest::Approx(80 - 50 * std::exp(-0.1)));
}
