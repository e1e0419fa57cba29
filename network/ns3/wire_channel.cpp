#include "network/ns3/wire_channel.hpp"

#include <ns3/node.h>
#include <ns3/point-to-point-net-device.h>
#include <ns3/simulator.h>

#include <algorithm>

#include "network/ns3/background.hpp"

namespace lastmile::network {
namespace {

constexpr std::int64_t kDrawEvery = 10;  // of jitter

}  // namespace

ns3::TypeId WireChannel::GetTypeId() {
  static const ns3::TypeId id = ns3::TypeId("lastmile::WireChannel")
                                    .SetParent<ns3::PointToPointChannel>()
                                    .SetGroupName("PointToPoint");
  return id;
}

WireChannel::WireChannel(const WiredLink& link, std::uint64_t seed)
    : delay_(ns3::NanoSeconds(link.delay.count())),
      jitter_(link.jitter),
      loss_(link.loss),
      ways_{way_of(link, seed, "/a"), way_of(link, seed, "/b")} {}

WireChannel::Way WireChannel::way_of(const WiredLink& link, std::uint64_t seed,
                                     const std::string& direction) const {
  return {RandomStream(seed, link.name + direction + "/jitter"),
          RandomStream(seed, link.name + direction + "/loss"),
          {}, {}, {}};
}

ns3::Time WireChannel::extra_delay(Way& way) const {
  if (jitter_ <= Duration(0)) return {};
  const ns3::Time now = ns3::Simulator::Now();
  if (now >= way.drawn_until) {
    const auto mean_ns = static_cast<double>(jitter_.count());
    way.extra = ns3::NanoSeconds(static_cast<std::int64_t>(way.jitter.exponential(mean_ns)));
    way.drawn_until = now + ns3::NanoSeconds(kDrawEvery * jitter_.count());
  }
  return way.extra;
}

bool WireChannel::TransmitStart(ns3::Ptr<const ns3::Packet> packet,
                                ns3::Ptr<ns3::PointToPointNetDevice> sender, ns3::Time duration) {
  const std::uint32_t direction = sender == GetSource(0) ? 0 : 1;
  Way& way = ways_[direction];
  if (is_background(packet)) return true;
  if (loss_ > 0 && way.loss.uniform() < loss_) return true;
  const ns3::Time now = ns3::Simulator::Now();
  way.last_arrival = std::max(now + duration + delay_ + extra_delay(way), way.last_arrival);
  const auto receiver = GetDestination(direction);
  ns3::Simulator::ScheduleWithContext(receiver->GetNode()->GetId(), way.last_arrival - now,
                                      &ns3::PointToPointNetDevice::Receive, receiver, packet->Copy());
  return true;
}

}  // namespace lastmile::network
