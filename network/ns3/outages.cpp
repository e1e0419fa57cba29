#include "network/ns3/outages.hpp"

#include <ns3/ipv4.h>
#include <ns3/net-device.h>
#include <ns3/traffic-control-layer.h>

namespace lastmile::network {
namespace {

// In the place of Node's own callback, which hands IP's packets to the same layer.
bool receive(const World* world, LinkIndex link, ns3::Ptr<ns3::NetDevice> device,
             ns3::Ptr<const ns3::Packet> packet, std::uint16_t protocol, const ns3::Address& from) {
  if (world->outages.out(link, world->engine.now())) return true;
  device->GetNode()->GetObject<ns3::TrafficControlLayer>()->Receive(
      device, packet, protocol, from, device->GetAddress(), ns3::NetDevice::PACKET_HOST);
  return true;
}

}  // namespace

void install_outages(const World& world) {
  for (const auto& [key, interface] : world.interfaces) {
    const auto& [link, node] = key;
    if (!world.outages.any(link)) continue;
    const auto device = world.nodes.Get(node)->GetObject<ns3::Ipv4>()->GetNetDevice(interface.index);
    device->SetReceiveCallback(ns3::MakeBoundCallback(&receive, &world, link));
  }
}

}  // namespace lastmile::network
