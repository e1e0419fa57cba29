// broadcast_airtime: channel time of a message that a Wi-Fi sender broadcasts once to all who listen.
//   T = n (t_aifs + t_backoff + t_pre + t_sym ceil((22 + 8 L) / 24))
//   n packets of L bytes [MAC header included], without acknowledgement or aggregation, at the basic rate
//   of 6 Mbit/s: 24 data bits a symbol of 4 us, 22 bits of service field and tail, t_pre = 20 us
// Source:  IEEE 802.11-2020 17.3 (OFDM PHY, 20 MHz), 10.6.5.3 (group addressed frames go at a basic
//          rate); ns-3 3.37's stations broadcast at the lowest basic rate.
// Ignores: losses (nobody repeats; within coverage the lowest rate gets through), power save (DTIM).
// Checked: tests/unit/network/fluid_multicast_test.cpp
#pragma once

#include "network/fluid/wifi_airtime.hpp"

namespace lastmile::network::fluid {

Airtime broadcast_airtime(double payload_bytes, const Coefficients& c);

}  // namespace lastmile::network::fluid
