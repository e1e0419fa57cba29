#include "kernels/harness/corun.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <stdexcept>

using namespace lastmile::kernels;

namespace {

void work_for(double seconds) {  // of the thread's own processor time
  const double end = clock_s() + seconds;
  while (clock_s() < end) {
  }
}

}  // namespace

TEST_CASE("corun: both run together, and alone before") {
  std::atomic<int> inside{0}, most{0};
  const Runnable one{"one",
                     [&] {
                       const int now = ++inside;
                       if (now > most) most = now;
                       work_for(1e-3);
                       --inside;
                     },
                     {}};
  const int cpu = allowed_cpus().front();
  CorunOptions options{cpu, cpu, 1, 0.02};
  const Corun times = corun(one, one, options);
  CHECK(most == 2);
  CHECK(times.first.alone_s >= 1e-3);
  CHECK(times.second.together_s >= 1e-3);
  CHECK(times.first.slowdown > 0);
  CHECK(times.core_share == 2);
  CHECK(times.rounds == 1);
}

TEST_CASE("corun: a processor that does not exist is refused") {
  const Runnable idle{"idle", [] {}, {}};
  CHECK_THROWS_AS(corun(idle, idle, {allowed_cpus().front(), 100000, 1, 0.001}), std::invalid_argument);
  CHECK_THROWS_AS(corun(idle, idle, {0, 0, 0, 0.001}), std::invalid_argument);
}
