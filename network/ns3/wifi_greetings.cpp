// See greet_neighbours() in world.hpp.
#include <ns3/inet-socket-address.h>
#include <ns3/packet.h>
#include <ns3/simulator.h>
#include <ns3/socket.h>
#include <ns3/udp-socket-factory.h>

#include <algorithm>

#include "network/ns3/world.hpp"

namespace lastmile::network {
namespace {

void greet(ns3::Ptr<ns3::Node> from, ns3::Ipv4Address to) {
  constexpr std::uint16_t discard_port = 9;
  const auto socket = ns3::Socket::CreateSocket(from, ns3::UdpSocketFactory::GetTypeId());
  socket->SendTo(ns3::Create<ns3::Packet>(64), 0, ns3::InetSocketAddress(to, discard_port));
  socket->Close();
}

}  // namespace

ns3::Time greet_neighbours(World& world) {
  const ns3::Time gap = ns3::MilliSeconds(2);
  std::map<int, ns3::Time> free;
  ns3::Time last = gap;
  for (const World::Neighbours& pair : world.neighbours) {
    ns3::Time& at = free.emplace(pair.lane, gap).first->second;
    ns3::Simulator::Schedule(at, &greet, pair.from, pair.to);
    at += gap;
    last = std::max(last, at);
  }
  return ns3::Simulator::Now() + last + ns3::MilliSeconds(20);
}

}  // namespace lastmile::network
