// A message cut into packets.
#pragma once

#include <cmath>

#include "network/fluid/coefficients.hpp"
#include "network/network.hpp"

namespace lastmile::network::fluid {

struct Packets {
  double count;
  double bytes;        // with IP and transport headers
  double full_packet;  // bytes of a full one, headers included
  double acks;         // packets in the other direction
};

inline Packets packets_of(double payload, Transport transport, const TransportCoefficients& c) {
  const bool tcp = transport == Transport::tcp;
  const double most = tcp ? c.tcp_payload_bytes : c.udp_payload_bytes;
  const double header = tcp ? c.tcp_header_bytes : c.udp_header_bytes;
  const double count = std::ceil(payload / most);
  const double acks = tcp ? std::ceil(count / c.segments_per_ack) : 0;
  return {count, payload + count * header, most + header, acks};
}

}  // namespace lastmile::network::fluid
