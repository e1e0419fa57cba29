// Power save of one Wi-Fi station: when a message may go, and how long it was awake.
//
//   awake while a message is under way and for `awake` after; then it dozes. What the station sends
//   wakes it at once. What comes for it waits for the next beacon it listens to, at phase + k (listen
//   interval x beacon interval); the phase is drawn for each link from the stream "beacons/<link>".
// Source    IEEE 802.11-2020 clause 11.2.3 (power management in a non-DMG infrastructure network).
// Ignores   the energy of listening to beacons while dozing, PS-Poll and U-APSD exchanges, wake-up time
//           of the radio, multicast after DTIM beacons only (a multicast waits for every receiver's
//           beacon), target wake time.
// Checked   tests/unit/network/service_radio_test.cpp.  C++17-clean.
#pragma once

#include "network/network.hpp"

namespace lastmile::network {

class Psm {
 public:
  Psm(const WifiPowerSave& options, Duration phase);
  SimTime wake(SimTime now, bool from_network);  ///< as Rrc
  void begin(SimTime now);
  void end(SimTime now);
  [[nodiscard]] StateTimes times(SimTime now) const;

 private:
  void settle(SimTime now);

  Duration awake_, period_, phase_;
  std::uint32_t moving_ = 0;
  SimTime quiet_since_;
  SimTime counted_ = kTimeZero;
  StateTimes spent_;
};

}  // namespace lastmile::network
