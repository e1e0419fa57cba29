// Wi-Fi of the ns-3 world: infrastructure and ad hoc, 802.11n/ac/ax at 5 GHz.
// Model: YansWifiPhy with the log-distance path loss of ns-3 (exponent 3, 46.7 dB at 1 m), ideal rate
// control (facts: Minstrel needs a second to learn). Links on the same channel and width share the medium.
#include <ns3/arp-cache.h>
#include <ns3/boolean.h>
#include <ns3/double.h>
#include <ns3/he-configuration.h>
#include <ns3/ipv4-interface.h>
#include <ns3/ipv4-l3-protocol.h>
#include <ns3/inet-socket-address.h>
#include <ns3/packet.h>
#include <ns3/simulator.h>
#include <ns3/socket.h>
#include <ns3/ssid.h>
#include <ns3/sta-wifi-mac.h>
#include <ns3/string.h>
#include <ns3/udp-socket-factory.h>
#include <ns3/uinteger.h>
#include <ns3/wifi-net-device.h>
#include <ns3/wifi-phy.h>
#include <ns3/wifi-psdu.h>
#include <ns3/yans-wifi-channel.h>
#include <ns3/yans-wifi-helper.h>

#include "network/ns3/holes.hpp"
#include "network/ns3/world.hpp"

namespace lastmile::network {
namespace {

ns3::WifiStandard standard_of(WifiStandard standard) {
  switch (standard) {
    case WifiStandard::n: return ns3::WIFI_STANDARD_80211n;
    case WifiStandard::ac: return ns3::WIFI_STANDARD_80211ac;
    case WifiStandard::ax: return ns3::WIFI_STANDARD_80211ax;
  }
  return ns3::WIFI_STANDARD_80211ax;
}

ns3::Ptr<ns3::YansWifiChannel> channel_of(World& world, int number, int width_mhz) {
  ns3::Ptr<ns3::Channel>& known = world.channels[{number, width_mhz}];
  if (known == nullptr) {
    ns3::YansWifiChannelHelper helper = ns3::YansWifiChannelHelper::Default();
    const ns3::Ptr<ns3::YansWifiChannel> channel = helper.Create();
    helper.AssignStreams(channel, ns3_stream("wifi-channel/" + std::to_string(number)));
    add_holes(world, channel);
    known = channel;
  }
  return ns3::DynamicCast<ns3::YansWifiChannel>(known);
}

// What infrastructure and ad hoc links share.
struct Radio {
  WifiStandard standard;
  int channel, width_mhz, streams;
  double power_dbm;
};

ns3::YansWifiPhyHelper phy_of(World& world, const Radio& radio) {
  ns3::YansWifiPhyHelper phy;
  phy.SetChannel(channel_of(world, radio.channel, radio.width_mhz));
  phy.Set("ChannelSettings",
          ns3::StringValue("{0, " + std::to_string(radio.width_mhz) + ", BAND_5GHZ, 0}"));
  phy.Set("TxPowerStart", ns3::DoubleValue(radio.power_dbm));
  phy.Set("TxPowerEnd", ns3::DoubleValue(radio.power_dbm));
  phy.Set("Antennas", ns3::UintegerValue(static_cast<unsigned>(radio.streams)));
  phy.Set("MaxSupportedTxSpatialStreams", ns3::UintegerValue(static_cast<unsigned>(radio.streams)));
  phy.Set("MaxSupportedRxSpatialStreams", ns3::UintegerValue(static_cast<unsigned>(radio.streams)));
  return phy;
}

ns3::WifiHelper wifi_of(const Radio& radio) {
  ns3::WifiHelper wifi;
  wifi.SetStandard(standard_of(radio.standard));
  wifi.SetRemoteStationManager("ns3::IdealWifiManager");
  return wifi;
}

// One PPDU begins. It counts for its sender and for the one node it is addressed to, heard or not;
// others overhear it and beacons are for all: neither counts, on no backend.
void count_airtime(World* world, NodeId sender, const ns3::WifiPhy* phy, ns3::WifiConstPsduMap psdus,
                   ns3::WifiTxVector vector, double) {
  const std::int64_t ns =
      ns3::WifiPhy::CalculateTxDuration(psdus, vector, phy->GetPhyBand()).GetNanoSeconds();
  bool addressed = false;
  for (const auto& [station, psdu] : psdus) {
    const auto receiver = world->wifi_nodes.find(psdu->GetAddr1());
    if (receiver == world->wifi_nodes.end()) continue;
    world->airtime[receiver->second].receive_ns += ns;
    addressed = true;
  }
  if (addressed) world->airtime[sender].transmit_ns += ns;
}

void finish_device(World& world, NodeId node, const ns3::Ptr<ns3::NetDevice>& device, const std::string& name) {
  const auto wifi = ns3::DynamicCast<ns3::WifiNetDevice>(device);
  if (wifi->GetHeConfiguration() != nullptr) {
    wifi->GetHeConfiguration()->SetAttribute("GuardInterval", ns3::TimeValue(ns3::NanoSeconds(800)));
  }
  world.wifi_nodes[ns3::Mac48Address::ConvertFrom(wifi->GetAddress())] = node;
  const ns3::WifiPhy* phy = ns3::PeekPointer(wifi->GetPhy());
  wifi->GetPhy()->TraceConnectWithoutContext("PhyTxPsduBegin",
                                             ns3::MakeBoundCallback(&count_airtime, &world, node, phy));
  ns3::WifiHelper().AssignStreams(ns3::NetDeviceContainer(device), ns3_stream(name));
}

// Neighbours are known from the start: simultaneous ARP broadcasts collide, are not repeated by the MAC,
// and ns-3 then gives the neighbour up for 100 s. (ns-3's own helper for this needs IPv6.)
void fill_arp_caches(World& world, LinkIndex index, const std::vector<NodeId>& members,
                     const ns3::NetDeviceContainer& devices) {
  for (const NodeId self : members) {
    const World::Interface& own = world.interfaces.at({index, self});
    const auto cache =
        world.nodes.Get(self)->GetObject<ns3::Ipv4L3Protocol>()->GetInterface(own.index)->GetArpCache();
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (members[i] == self) continue;
      ns3::ArpCache::Entry* entry = cache->Add(world.interfaces.at({index, members[i]}).address);
      entry->SetMacAddress(devices.Get(static_cast<std::uint32_t>(i))->GetAddress());
      entry->MarkPermanent();
    }
  }
}

void finish_link(World& world, LinkIndex index, const std::vector<NodeId>& members,
                 const ns3::NetDeviceContainer& devices) {
  assign_addresses(world, index, members, devices);
  fill_arp_caches(world, index, members, devices);
}

}  // namespace

void add_wifi(World& world, LinkIndex index, const WifiLink& link) {
  const Radio radio{link.standard, link.channels.front(), link.width_mhz, link.streams, link.transmit_power.value()};
  const ns3::YansWifiPhyHelper phy = phy_of(world, radio);
  const ns3::WifiHelper wifi = wifi_of(radio);
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
    world.ready.push_back([sta] { return sta->IsAssociated(); });
  }
  for (std::size_t i = 0; i < members.size(); ++i) {
    finish_device(world, members[i], devices.Get(static_cast<std::uint32_t>(i)),
                  link.name + "/" + world.topology.nodes[members[i]].name);
  }
  finish_link(world, index, members, devices);
  const ns3::Ptr<ns3::Node> access_point = world.nodes.Get(link.gateway);
  for (const NodeId station : link.stations) {
    world.neighbours.push_back({access_point, world.interfaces.at({index, station}).address});
    world.neighbours.push_back({world.nodes.Get(station), world.interfaces.at({index, link.gateway}).address});
  }
}

void add_adhoc(World& world, LinkIndex index, const AdhocLink& link) {
  const Radio radio{link.standard, link.channel, link.width_mhz, link.streams, link.transmit_power.value()};
  const ns3::YansWifiPhyHelper phy = phy_of(world, radio);
  const ns3::WifiHelper wifi = wifi_of(radio);
  ns3::WifiMacHelper mac;
  mac.SetType("ns3::AdhocWifiMac");
  ns3::NetDeviceContainer devices;
  for (const NodeId member : link.members) {
    devices.Add(wifi.Install(phy, mac, world.nodes.Get(member)));
    finish_device(world, member, devices.Get(devices.GetN() - 1),
                  link.name + "/" + world.topology.nodes[member].name);
  }
  finish_link(world, index, link.members, devices);
  for (const NodeId from : link.members) {
    for (const NodeId to : link.members) {
      if (from != to) world.neighbours.push_back({world.nodes.Get(from), world.interfaces.at({index, to}).address});
    }
  }
}

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
  ns3::Time at = gap;
  for (const auto& [from, to] : world.neighbours) {
    ns3::Simulator::Schedule(at, &greet, from, to);
    at += gap;
  }
  return ns3::Simulator::Now() + at + ns3::MilliSeconds(20);
}

}  // namespace lastmile::network
