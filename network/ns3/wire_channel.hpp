// The medium of a wire with jitter, random loss or background traffic; other wires are ns-3's own.
//   arrival = max(start + bytes / rate + delay + extra, arrival of the packet before it)
//     extra   exponential with mean and standard deviation `jitter`, drawn anew for the first packet
//             that starts 10 jitter or more after the last draw: queues elsewhere that rise and fall, not
//             noise from packet to packet, which kept in order would add far more than its mean
//   lost    with probability `loss`, each packet for itself; it has used its time on the wire
//   background frames (background.hpp) use their time on the wire and are gone
// Valid:   jitter small against 10 jitter's worth of packets: of a change downwards, what has been delayed
//          longer holds back what follows.
// Checked: tests/cross/wan_test.cpp.  C++17.
#pragma once

#include <ns3/point-to-point-channel.h>

#include <array>

#include "network/topology.hpp"
#include "sim/random.hpp"

namespace lastmile::network {

class WireChannel : public ns3::PointToPointChannel {
 public:
  static ns3::TypeId GetTypeId();
  WireChannel(const WiredLink& link, std::uint64_t seed);
  bool TransmitStart(ns3::Ptr<const ns3::Packet> packet, ns3::Ptr<ns3::PointToPointNetDevice> sender,
                     ns3::Time duration) override;

 private:
  struct Way {  // one direction
    RandomStream jitter, loss;
    ns3::Time extra, drawn_until, last_arrival;
  };
  [[nodiscard]] Way way_of(const WiredLink& link, std::uint64_t seed, const std::string& direction) const;
  [[nodiscard]] ns3::Time extra_delay(Way& way) const;

  ns3::Time delay_;
  Duration jitter_;
  double loss_;
  std::array<Way, 2> ways_;
};

}  // namespace lastmile::network
