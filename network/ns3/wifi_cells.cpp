#include "network/ns3/wifi_cells.hpp"

#include <ns3/boolean.h>
#include <ns3/nstime.h>
#include <ns3/simulator.h>
#include <ns3/ssid.h>
#include <ns3/wifi-phy.h>
#include <ns3/wifi-psdu.h>

#include <algorithm>
#include <set>

namespace lastmile::network {
namespace {

const ns3::Time kDistribution = ns3::MicroSeconds(10);  // one way; a switch and some metres of cable
const ns3::Time kAssociationRetry = ns3::MilliSeconds(100);  // ns-3's 500 ms would outlast a roam
constexpr std::size_t kMostHeld = 2000;                 // packets, as the queue of the MAC

ns3::Ssid ssid_of(LinkIndex link) { return ns3::Ssid("lastmile-" + std::to_string(link)); }

}  // namespace

WifiCells::WifiCells(World& world, LinkIndex index, const WifiLink& link)
    : world_(world), name_(link.name), index_(index), gateway_(link.gateway),
      power_dbm_(link.transmit_power.value()), margin_db_(link.roam_margin_db), width_mhz_(link.width_mhz) {
  add_access_points(link);
  add_stations(link);
  add_ports();
  if (world.movements->any()) look_ = ns3::Simulator::ScheduleNow(&WifiCells::look_round, this);
}

void WifiCells::add_access_points(const WifiLink& link) {
  ns3::WifiMacHelper mac;
  mac.SetType("ns3::ApWifiMac", "Ssid", ns3::SsidValue(ssid_of(index_)));
  for (std::size_t i = 0; i < link.access_points.size(); ++i) {
    const WifiRadio radio(link, link.channel_of(i));
    const NodeId node = link.access_points[i];
    const ns3::NetDeviceContainer device =
        wifi_helper(radio).Install(wifi_phy(world_, radio), mac, world_.nodes.Get(node));
    finish_wifi_device(world_, node, device.Get(0), name_ + "/" + world_.topology.nodes[node].name);
    AccessPoint cell{node, radio.channel, ns3::DynamicCast<ns3::WifiNetDevice>(device.Get(0)), std::nullopt};
    cell.device->SetReceiveCallback([this, i](ns3::Ptr<ns3::NetDevice>, ns3::Ptr<const ns3::Packet> packet,
                                              std::uint16_t protocol, const ns3::Address& from) {
      return from_station(packet, protocol, ns3::Mac48Address::ConvertFrom(from), i);
    });
    cell.device->GetPhy()->TraceConnectWithoutContext(
        "PhyTxPsduBegin",
        ns3::Callback<void, ns3::WifiConstPsduMap, ns3::WifiTxVector, double>(
            [this, i](ns3::WifiConstPsduMap psdus, ns3::WifiTxVector, double) { remember_beacon(i, psdus); }));
    cells_.push_back(cell);
  }
}

// The association request that a station will send is made from what the beacon says.
void WifiCells::remember_beacon(std::size_t cell, const ns3::WifiConstPsduMap& psdus) {
  if (cells_[cell].beacon.has_value()) return;
  for (const auto& [id, psdu] : psdus) {
    if (!psdu->GetHeader(0).IsBeacon()) continue;
    ns3::MgtBeaconHeader beacon;
    psdu->GetPayload(0)->PeekHeader(beacon);
    cells_[cell].beacon = beacon;
  }
}

void WifiCells::add_stations(const WifiLink& link) {
  stations_.reserve(link.stations.size());
  for (const NodeId node : link.stations) {
    stations_.push_back({});
    stations_.back().node = node;
    stations_.back().cell = best_cell(stations_.size() - 1);
    add_station(link, stations_.size() - 1);
  }
}

void WifiCells::add_station(const WifiLink& link, std::size_t i) {
  Station& station = stations_[i];
  ns3::WifiMacHelper mac;
  mac.SetType("ns3::StaWifiMac", "Ssid", ns3::SsidValue(ssid_of(index_)), "ActiveProbing",
              ns3::BooleanValue(false), "AssocRequestTimeout", ns3::TimeValue(kAssociationRetry));
  const WifiRadio radio(link, cells_[station.cell].channel);
  const ns3::NetDeviceContainer device =
      wifi_helper(radio).Install(wifi_phy(world_, radio), mac, world_.nodes.Get(station.node));
  finish_wifi_device(world_, station.node, device.Get(0),
                     name_ + "/" + world_.topology.nodes[station.node].name);
  station.device = ns3::DynamicCast<ns3::WifiNetDevice>(device.Get(0));
  station.mac = ns3::DynamicCast<ns3::StaWifiMac>(station.device->GetMac());
  station.port = ns3::CreateObject<WifiPort>();
  station.port->SetAddress(station.device->GetAddress());
  by_address_[address_of(station.device)] = i;
  station.device->SetReceiveCallback([this, i](ns3::Ptr<ns3::NetDevice>, ns3::Ptr<const ns3::Packet> packet,
                                               std::uint16_t protocol, const ns3::Address& from) {
    stations_[i].port->deliver(packet, protocol, ns3::Mac48Address::ConvertFrom(from));
    return true;
  });
  station.port->set_carrier([this, i](const ns3::Ptr<ns3::Packet>& packet, ns3::Mac48Address,
                                      std::uint16_t protocol) { send_up(i, packet, protocol); });
  watch_association(i);
}

void WifiCells::add_ports() {
  gateway_port_ = ns3::CreateObject<WifiPort>();
  gateway_port_->SetAddress(ns3::Mac48Address::Allocate());
  gateway_port_->set_carrier([this](const ns3::Ptr<ns3::Packet>& packet, ns3::Mac48Address to,
                                    std::uint16_t protocol) { send_down(packet, to, protocol); });
  std::vector<NodeId> members{gateway_};
  ns3::NetDeviceContainer ports(gateway_port_);
  world_.nodes.Get(gateway_)->AddDevice(gateway_port_);
  for (const Station& station : stations_) {
    world_.nodes.Get(station.node)->AddDevice(station.port);
    members.push_back(station.node);
    ports.Add(station.port);
  }
  assign_addresses(world_, index_, members, ports);
  for (const Station& station : stations_) {
    know_neighbour(world_, index_, gateway_, station.node, station.port->GetAddress());
    know_neighbour(world_, index_, station.node, gateway_, gateway_port_->GetAddress());
    const int lane = cells_[station.cell].channel;
    const ns3::Ipv4Address at_gateway = world_.interfaces.at({index_, gateway_}).address;
    World::Interface& out = world_.interfaces.at({index_, station.node});
    world_.neighbours.push_back({world_.nodes.Get(gateway_), out.address, lane});
    world_.neighbours.push_back({world_.nodes.Get(station.node), at_gateway, lane});
    out.gateway = at_gateway;
    out.has_gateway = true;
  }
}

template <class What>
void WifiCells::distribute(std::size_t cell, What&& what) const {
  if (cells_[cell].node == gateway_) return what();
  ns3::Simulator::Schedule(kDistribution, std::forward<What>(what));
}

void WifiCells::send_up(std::size_t i, const ns3::Ptr<ns3::Packet>& packet, std::uint16_t protocol) {
  Station& station = stations_[i];
  if (station.associated) {
    station.device->Send(packet, address_of(cells_[station.cell].device), protocol);
  } else if (station.held.size() < kMostHeld) {
    station.held.emplace_back(packet, protocol);
  }
}

bool WifiCells::from_station(ns3::Ptr<const ns3::Packet> packet, std::uint16_t protocol, ns3::Mac48Address from,
                             std::size_t cell) {
  distribute(cell, [this, packet, protocol, from] { gateway_port_->deliver(packet, protocol, from); });
  return true;
}

void WifiCells::send_down(const ns3::Ptr<ns3::Packet>& packet, ns3::Mac48Address to, std::uint16_t protocol) {
  const auto known = by_address_.find(to);
  if (known == by_address_.end()) return;
  const std::size_t cell = stations_[known->second].cell;
  distribute(cell, [this, cell, packet, to, protocol] {
    cells_[cell].device->SendFrom(packet, gateway_port_->GetAddress(), to, protocol);
  });
}

void WifiCells::broadcast(const ns3::Ptr<ns3::Packet>& packet, std::uint16_t protocol,
                          const std::vector<NodeId>& receivers) {
  std::set<std::size_t> serving;
  for (const Station& station : stations_) {
    if (std::find(receivers.begin(), receivers.end(), station.node) != receivers.end()) {
      serving.insert(station.cell);
    }
  }
  for (const std::size_t cell : serving) {
    distribute(cell, [this, cell, copy = packet->Copy(), protocol] {
      cells_[cell].device->Send(copy, ns3::Mac48Address::GetBroadcast(), protocol);
    });
  }
}

std::size_t WifiCells::most_queued_broadcasts() const {
  std::size_t most = 0;
  for (const AccessPoint& cell : cells_) most = std::max(most, queued_broadcasts(cell.device));
  return most;
}

bool WifiCells::all_associated() const {
  return std::all_of(stations_.begin(), stations_.end(), [](const Station& s) { return s.associated; });
}

ns3::Mac48Address WifiCells::address_of(const ns3::Ptr<ns3::WifiNetDevice>& device) {
  return ns3::Mac48Address::ConvertFrom(device->GetAddress());
}

void WifiCells::DoDispose() {
  look_.Cancel();
  cells_.clear();
  stations_.clear();
  gateway_port_ = nullptr;
  ns3::Object::DoDispose();
}

}  // namespace lastmile::network
