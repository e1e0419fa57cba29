// What every Wi-Fi device of the world has in common: radio, rate control, counting of airtime. C++17.
#pragma once

#include <ns3/wifi-net-device.h>
#include <ns3/yans-wifi-helper.h>

#include <map>
#include <string>
#include <vector>

#include "network/ns3/wifi_medium.hpp"
#include "network/ns3/world.hpp"

namespace lastmile::network {

struct WifiRadio {
  WifiRadio(const WifiLink& link, int on_channel);
  explicit WifiRadio(const AdhocLink& link);
  WifiStandard standard;
  int channel, width_mhz, streams;
  double power_dbm;
  RateControl rate_control = RateControl::ideal;
  int rts_bytes = 65535;
  double ignore_below_dbm = -200;
  std::string link;
};

/// ns-3's number of the whole channel, which is that of its centre.
int wifi_centre_number(int channel, int width_mhz);

ns3::YansWifiPhyHelper wifi_phy(World& world, const WifiRadio& radio);
ns3::WifiHelper wifi_helper(const WifiRadio& radio);

/// Settings that need the finished device, its random streams, its airtime.
void finish_wifi_device(World& world, NodeId node, const ns3::Ptr<ns3::NetDevice>& device,
                        const std::string& name);

/// Broadcasts that wait in a device's queue.
std::size_t queued_broadcasts(const ns3::Ptr<ns3::WifiNetDevice>& device);
/// Lets each of these nodes broadcast over the link with its device.
void add_air(World& world, LinkIndex link, std::map<NodeId, ns3::Ptr<ns3::WifiNetDevice>> devices);

/// Neighbours are known from the start: simultaneous ARP broadcasts collide, are not repeated by the MAC,
/// and ns-3 then gives the neighbour up for 100 s. (ns-3's own helper for this needs IPv6.)
void know_neighbour(World& world, LinkIndex link, NodeId self, NodeId other, const ns3::Address& address);

}  // namespace lastmile::network
