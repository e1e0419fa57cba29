// RRC states of one UE, LTE or NR: when a message may go, and how long the radio was in which state.
//
//   idle --device has data--> promotion --> active
//   idle --network has data: paging, uniform in [0, paging cycle)--> promotion --> active
//   active --last message ended--> continuous reception --> short DRX --> long DRX --> idle
//   A message from the device goes at once in every connected state. One from the network waits in DRX
//   for the next on-duration, at (t - start of the state) mod cycle = 0, or for the end of the state.
// Symbols   times of RadioStates [s]; active: at least one message over the radio is under way
// Source    3GPP TS 36.331 and 38.331 (states), TS 36.321 and 38.321 clause 5.7 (DRX); Huang et al. 2012,
//           doi:10.1145/2307636.2307658 (this machine as a model of power). Numbers: models/radios.
// Valid     bursts that are apart by more than a round trip: within a message the radio counts as active
//           throughout, outages included.
// Ignores   RRC inactive (a third state of NR), DRX between the packets of a message, signalling failures,
//           early release by the network, TCP's last acknowledgement.
// Checked   tests/unit/network/service_radio_test.cpp.  C++17-clean.
#pragma once

#include "network/network.hpp"
#include "sim/random.hpp"

namespace lastmile::network {

class Rrc {
 public:
  Rrc(const RadioStates& states, RandomStream random);
  /// A message wants to go: when it may. It is `now` when the radio is ready.
  SimTime wake(SimTime now, bool from_network);
  void begin(SimTime now);  ///< the message goes
  void end(SimTime now);
  [[nodiscard]] StateTimes times(SimTime now) const;

 private:
  [[nodiscard]] Duration tail() const { return s_.continuous + s_.short_drx + s_.long_drx; }
  void promote(SimTime from);
  [[nodiscard]] SimTime next_on(SimTime now) const;
  void settle(SimTime now);
  SimTime settle_tail(SimTime until);

  RadioStates s_;
  RandomStream random_;
  std::uint32_t moving_ = 0;
  SimTime promotion_from_, connected_at_;  // the last promotion; may lie ahead
  SimTime quiet_since_;                    // start of the tail, when nothing moves
  SimTime counted_ = kTimeZero;
  StateTimes spent_;                       // until counted_
};

}  // namespace lastmile::network
