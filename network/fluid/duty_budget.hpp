// duty_budget: how long a sender on a shared band must wait before it may send.
//   airtime of a message   a = n o + (b + n h) / R,   n = ceil(b / P)
//   budget                 T grows by d a second up to d W; a message takes a from it
//   wait                   w = max(0, (a - T) / d - a), then the message goes at the full rate
//   b message [bytes]  P, h payload and header of a packet [bytes]  o its preamble [s]
//   R rate [bytes/s]   d duty cycle [-]   W window [s]   T airtime left [s], may be owed
// So n messages end as early as a bucket of airtime allows, in order of their beginning.
// Source:  duty cycle: ETSI EN 300 220-1; airtime: Semtech AN1200.13 (as a straight line in b).
// Valid:   messages that fit in a window (a <= d W). A longer one waits for all of its airtime and
//          goes at once: it ends when it should, but its packets are not spread.
// Ignores: collisions (flows share the rate instead), receive windows, acknowledgements.
// Checked: tests/unit/network/recorded_fluid_test.cpp
#pragma once

#include "network/topology.hpp"

namespace lastmile::network::fluid {

/// Time in the air of a message of this many bytes at `rate` bytes a second.
double narrow_airtime_s(const NarrowLink& link, double rate, double bytes);

/// Of one sender on one link.
class DutyBudget {
 public:
  DutyBudget(double duty_cycle, Duration window)
      : share_(duty_cycle), most_s_(duty_cycle * to_seconds(window)), left_s_(most_s_) {}
  /// Takes the airtime and returns how long the message must wait. REQUIRES: time never falls.
  Duration take(SimTime now, double airtime_s);
  /// Of a message that was cancelled before it began.
  void give_back(double airtime_s) { left_s_ += airtime_s; }

 private:
  double share_, most_s_, left_s_;
  SimTime touched_{};
};

}  // namespace lastmile::network::fluid
