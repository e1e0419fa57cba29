// Two kernels at once: how much each of them slows the other.
//
// Formulae   on two processors: time of a round = lower quartile of the runs that ended before the stop; what a
//            neighbour in the machine or the system takes away for a moment does not reach it
//            on one processor (time slices): the mean, for there the turns are what is measured
//            slowdown = median over rounds of together / median over rounds of alone
//            core share = the same slowdown of two loops of multiply-adds: 1 on cores of their own, about 2 on the
//            threads of one core, of which a virtual machine may hide that they are
// Order      core share, alone first, alone second, together, core share; again, until `rounds` of them began and
//            ended on cores of their own (share below 1.25), at most three times as often. Were there fewer than
//            three, all rounds count and the share tells
// Validity   windows of at least six runs of the longer kernel; time slices of the system's scheduler must be
//            short against the window (a few ms)
// Tests      tests/unit/kernels/corun_test.cpp
#pragma once

#include "kernels/harness/timing.hpp"

namespace lastmile::kernels {

struct CorunOptions {
  int first_cpu = 0;
  int second_cpu = 1;
  int rounds = 7;
  double window_s = 0.01;  ///< at least; longer for long kernels
};

struct CorunTimes {
  double alone_s = 0;     ///< median over rounds
  double together_s = 0;  ///< median over rounds
  double slowdown = 1;
  double spread = 0;      ///< median absolute deviation of the rounds' own slowdowns
};

struct Corun {
  CorunTimes first, second;
  double core_share = 1;  ///< median over the rounds that count; of one processor: 2
  int rounds = 0;         ///< that count
};

/// std::invalid_argument if a processor cannot be had.
Corun corun(const Runnable& first, const Runnable& second, const CorunOptions& options = {});

}  // namespace lastmile::kernels
