// Wi-Fi of the ns-3 world: infrastructure and ad hoc, 802.11n/ac/ax at 5 GHz.
// Model: YansWifiPhy with the log-distance path loss of wifi_medium.hpp; rates by ns-3's ideal manager
// (the receiver's SNR of the last frame picks the highest rate of a bit error ratio below 1e-6, reported
// back at no cost) or by MinstrelHt (probing; needs about a second to learn).
// Checked: tests/cross/wifi_*_test.cpp, tests/cross/bianchi_test.cpp.
#include <ns3/boolean.h>
#include <ns3/ssid.h>
#include <ns3/sta-wifi-mac.h>

#include <algorithm>

#include "network/ns3/wifi_cells.hpp"
#include "network/ns3/wifi_radio.hpp"

namespace lastmile::network {
namespace {

void finish_link(World& world, LinkIndex index, const std::vector<NodeId>& members,
                 const ns3::NetDeviceContainer& devices) {
  assign_addresses(world, index, members, devices);
  for (const NodeId self : members) {
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (members[i] == self) continue;
      know_neighbour(world, index, self, members[i], devices.Get(static_cast<std::uint32_t>(i))->GetAddress());
    }
  }
}

bool stands(const World& world, const WifiLink& link) {
  const auto moves = [&world](NodeId node) { return world.movements->moves(node); };
  return std::none_of(link.stations.begin(), link.stations.end(), moves) && !moves(link.gateway);
}

// One access point that is the gateway, and nobody moves: IP runs on the Wi-Fi devices themselves. (When a
// station of ns-3 loses its access point, its device is down and its ARP cache empty.)
void add_single(World& world, LinkIndex index, const WifiLink& link) {
  const WifiRadio radio(link, link.channel_of(0));
  const ns3::YansWifiPhyHelper phy = wifi_phy(world, radio);
  const ns3::WifiHelper wifi = wifi_helper(radio);
  const ns3::Ssid ssid("lastmile-" + std::to_string(index));
  ns3::WifiMacHelper mac;
  mac.SetType("ns3::ApWifiMac", "Ssid", ns3::SsidValue(ssid));
  ns3::NetDeviceContainer devices = wifi.Install(phy, mac, world.nodes.Get(link.gateway));
  std::vector<NodeId> members{link.gateway};
  mac.SetType("ns3::StaWifiMac", "Ssid", ns3::SsidValue(ssid), "ActiveProbing", ns3::BooleanValue(false));
  for (const NodeId station : link.stations) {
    const ns3::NetDeviceContainer device = wifi.Install(phy, mac, world.nodes.Get(station));
    devices.Add(device);
    members.push_back(station);
    const auto sta = ns3::DynamicCast<ns3::StaWifiMac>(
        ns3::DynamicCast<ns3::WifiNetDevice>(device.Get(0))->GetMac());
    world.ready.push_back({"link '" + link.name + "': '" + world.topology.nodes[station].name + "'",
                           [sta] { return sta->IsAssociated(); }});
  }
  for (std::size_t i = 0; i < members.size(); ++i) {
    finish_wifi_device(world, members[i], devices.Get(static_cast<std::uint32_t>(i)),
                       link.name + "/" + world.topology.nodes[members[i]].name);
  }
  finish_link(world, index, members, devices);
  add_air(world, index, {{link.gateway, ns3::DynamicCast<ns3::WifiNetDevice>(devices.Get(0))}});
  const ns3::Ptr<ns3::Node> access_point = world.nodes.Get(link.gateway);
  for (const NodeId station : link.stations) {
    world.neighbours.push_back({access_point, world.interfaces.at({index, station}).address});
    world.neighbours.push_back(
        {world.nodes.Get(station), world.interfaces.at({index, link.gateway}).address});
  }
}

}  // namespace

void add_wifi(World& world, LinkIndex index, const WifiLink& link) {
  const bool single = link.access_points.size() == 1 && link.access_points.front() == link.gateway;
  if (single && stands(world, link)) return add_single(world, index, link);
  const auto cells = ns3::CreateObject<WifiCells>(world, index, link);
  world.keep.emplace_back(cells);
  world.ready.push_back(
      {"link '" + link.name + "': a station", [cells] { return cells->all_associated(); }});
  World::Air& air = world.airs[index];
  air.send = [cells](NodeId, const ns3::Ptr<ns3::Packet>& packet, std::uint16_t protocol,
                     const std::vector<NodeId>& receivers) { cells->broadcast(packet, protocol, receivers); };
  air.queued = [cells](NodeId) { return cells->most_queued_broadcasts(); };
  world.roams.push_back([cells] { return cells->roams(); });
  world.woken.push_back([cells] { cells->woken(); });
}

void add_adhoc(World& world, LinkIndex index, const AdhocLink& link) {
  const WifiRadio radio(link);
  const ns3::YansWifiPhyHelper phy = wifi_phy(world, radio);
  const ns3::WifiHelper wifi = wifi_helper(radio);
  ns3::WifiMacHelper mac;
  mac.SetType("ns3::AdhocWifiMac");
  ns3::NetDeviceContainer devices;
  std::map<NodeId, ns3::Ptr<ns3::WifiNetDevice>> by_member;
  for (const NodeId member : link.members) {
    devices.Add(wifi.Install(phy, mac, world.nodes.Get(member)));
    finish_wifi_device(world, member, devices.Get(devices.GetN() - 1),
                       link.name + "/" + world.topology.nodes[member].name);
    by_member[member] = ns3::DynamicCast<ns3::WifiNetDevice>(devices.Get(devices.GetN() - 1));
  }
  finish_link(world, index, link.members, devices);
  add_air(world, index, by_member);
  for (const NodeId from : link.members) {
    for (const NodeId to : link.members) {
      if (from == to) continue;
      world.neighbours.push_back({world.nodes.Get(from), world.interfaces.at({index, to}).address});
    }
  }
}

}  // namespace lastmile::network
