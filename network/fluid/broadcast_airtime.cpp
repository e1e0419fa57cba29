#include "network/fluid/broadcast_airtime.hpp"

#include <cmath>

#include "network/fluid/packets.hpp"

namespace lastmile::network::fluid {

Airtime broadcast_airtime(double payload_bytes, const Coefficients& c) {
  constexpr double preamble_s = 20e-6, symbol_s = 4e-6, symbol_bits = 24, frame_bits = 22;
  const WifiCoefficients& w = c.wifi;
  const Packets packets = packets_of(payload_bytes, Transport::udp, c.transport);
  const double bytes = packets.bytes / packets.count + w.mac_bytes;  // of the mean packet
  const double frame_s = preamble_s + std::ceil((frame_bits + 8 * bytes) / symbol_bits) * symbol_s;
  const double turn_s = w.sifs_s + w.aifsn * w.slot_s + w.cw_min / 2 * w.slot_s;
  Airtime air;
  air.sender = packets.count * frame_s;
  air.channel = w.access_s + air.sender + packets.count * turn_s;
  air.trailing = turn_s;
  return air;
}

}  // namespace lastmile::network::fluid
