// What a radio does when nobody talks to it, as times that delay a message: plain data. Powers are in
// models/radios. C++17-clean.
#pragma once

#include <string>

#include "sim/units.hpp"

namespace lastmile::network {

/// RRC of a phone: idle -> promotion -> connected -> (inactivity) continuous, short DRX, long DRX -> idle.
/// Off by default: always connected and awake.
struct RadioStates {
  std::string profile;          ///< file of models/radios that the times and powers are from; "": off
  Duration promotion{};         ///< idle to connected, before the first byte goes
  Duration paging_cycle{};      ///< the network finds an idle UE within this (uniform)
  Duration continuous{};        ///< after the last byte: still listening all the time
  Duration short_drx{}, short_cycle{};  ///< then so long in cycles of this
  Duration long_drx{}, long_cycle{};    ///< then so long in cycles of this; then idle
  Duration on_duration{};       ///< awake at the start of each cycle
};

/// Power save of a Wi-Fi station: after `awake` without traffic it dozes; what comes for it waits for
/// the beacon that it next listens to.
struct WifiPowerSave {
  std::string profile;          ///< "": off
  Duration awake{};
  Duration beacon_interval = std::chrono::microseconds(102400);
  int listen_interval = 1;      ///< beacons
};

}  // namespace lastmile::network
