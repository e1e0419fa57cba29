// Two kernels at once: how much each of them slows the other.
//
// Formulae   time of a run = time from the first start to the end of the last run that ended before the stop / runs
//            alone: one thread on its processor; together: both, started together and stopped together
//            slowdown = median over rounds of (together / alone of the same round)
// Order      alone first, alone second, together; again, `rounds` times
// Validity   windows of at least six runs of the longer kernel. The same processor twice: time slices of the
//            system's scheduler, whose length must be short against the window (a few ms against 30)
// Tests      tests/unit/kernels/corun_test.cpp
#pragma once

#include "kernels/harness/timing.hpp"

namespace lastmile::kernels {

struct CorunOptions {
  int first_cpu = 0;
  int second_cpu = 1;
  int rounds = 5;
  double window_s = 0.03;  ///< at least; longer for long kernels
};

struct CorunTimes {
  double alone_s = 0;     ///< median over rounds
  double together_s = 0;  ///< median over rounds
  double slowdown = 1;
  double spread = 0;      ///< median absolute deviation of the slowdown
};

struct Corun {
  CorunTimes first, second;
};

/// std::invalid_argument if a processor cannot be had.
Corun corun(const Runnable& first, const Runnable& second, const CorunOptions& options = {});

}  // namespace lastmile::kernels
