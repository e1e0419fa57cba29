#include "network/ns3/wifi_radio.hpp"

#include <ns3/arp-cache.h>
#include <ns3/double.h>
#include <ns3/he-configuration.h>
#include <ns3/ht-configuration.h>
#include <ns3/ipv4-interface.h>
#include <ns3/ipv4-l3-protocol.h>
#include <ns3/simulator.h>
#include <ns3/string.h>
#include <ns3/uinteger.h>
#include <ns3/vht-configuration.h>
#include <ns3/wifi-mac-queue.h>
#include <ns3/wifi-mac.h>
#include <ns3/wifi-phy.h>
#include <ns3/wifi-psdu.h>
#include <ns3/wifi-utils.h>

#include "network/ns3/holes.hpp"
#include "network/ns3/records.hpp"

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

WifiMedium& medium_of(World& world) {
  if (world.wifi == nullptr) {
    world.wifi = std::make_shared<WifiMedium>();
    add_holes(world, world.wifi->air());
  }
  return *world.wifi;
}

// ns-3 compares a frame's power with the sensitivity plus what its width is above 20 MHz.
void ignore_below(World& world, const WifiRadio& radio, ns3::YansWifiPhyHelper& phy) {
  const double at_20_mhz = radio.ignore_below_dbm - ns3::RatioToDb(radio.width_mhz / 20.0);
  if (at_20_mhz <= kWifiSensitivityDbm) return;
  phy.Set("RxSensitivity", ns3::DoubleValue(at_20_mhz));
  if (world.wifi_skips_far) return;
  world.wifi_skips_far = true;
  ns3::Simulator::ScheduleNow(&WifiMedium::skip_far, world.wifi.get());
}

// One PPDU begins. It counts for its sender and for the one node it is addressed to, heard or not;
// others overhear it and beacons are for all: neither counts, on no backend.
void count_airtime(World* world, NodeId sender, const ns3::WifiPhy* phy, ns3::WifiConstPsduMap psdus,
                   ns3::WifiTxVector vector, double) {
  const std::int64_t ns =
      ns3::WifiPhy::CalculateTxDuration(psdus, vector, phy->GetPhyBand()).GetNanoSeconds();
  bool addressed = false;
  for (const auto& [station, psdu] : psdus) {
    if (world->records != nullptr) world->records->frame(psdu, ns);
    const auto receiver = world->wifi_nodes.find(psdu->GetAddr1());
    if (receiver == world->wifi_nodes.end()) continue;
    world->airtime[receiver->second].receive_ns += ns;
    addressed = true;
  }
  if (addressed) world->airtime[sender].transmit_ns += ns;
}

// ns-3's receiver waits without end for a frame that the sender has given up, and all that follows waits
// behind it. On 802.11n that happens (single frames are not acknowledged as parts of a block), and ends a
// connection; an agreement that has been silent for so long is made anew.
void renew_silent_agreements(const ns3::Ptr<ns3::WifiNetDevice>& wifi) {
  constexpr unsigned most_units = 1000;  // of 1.024 ms
  const bool only_ht = wifi->GetHtConfiguration() != nullptr && wifi->GetVhtConfiguration() == nullptr;
  if (only_ht) wifi->GetMac()->SetAttribute("BE_BlockAckInactivityTimeout", ns3::UintegerValue(most_units));
}

}  // namespace

WifiRadio::WifiRadio(const WifiLink& l, int on_channel)
    : standard(l.standard), channel(on_channel), width_mhz(l.width_mhz), streams(l.streams),
      power_dbm(l.transmit_power.value()), rate_control(l.rate_control), rts_bytes(l.rts_bytes),
      ignore_below_dbm(l.ignore_below_dbm), link(l.name) {}

WifiRadio::WifiRadio(const AdhocLink& l)
    : standard(l.standard), channel(l.channel), width_mhz(l.width_mhz), streams(l.streams),
      power_dbm(l.transmit_power.value()), link(l.name) {}

int wifi_centre_number(int channel, int width_mhz) { return channel + (width_mhz - 20) / 10; }

ns3::YansWifiPhyHelper wifi_phy(World& world, const WifiRadio& radio) {
  WifiMedium& medium = medium_of(world);
  medium.claim(radio.channel, radio.width_mhz, radio.link);
  ns3::YansWifiPhyHelper phy;
  phy.SetChannel(medium.air());
  phy.Set("ChannelSettings",
          ns3::StringValue("{" + std::to_string(wifi_centre_number(radio.channel, radio.width_mhz)) + ", " +
                           std::to_string(radio.width_mhz) + ", BAND_5GHZ, 0}"));
  phy.Set("TxPowerStart", ns3::DoubleValue(radio.power_dbm));
  phy.Set("TxPowerEnd", ns3::DoubleValue(radio.power_dbm));
  phy.Set("Antennas", ns3::UintegerValue(static_cast<unsigned>(radio.streams)));
  phy.Set("MaxSupportedTxSpatialStreams", ns3::UintegerValue(static_cast<unsigned>(radio.streams)));
  phy.Set("MaxSupportedRxSpatialStreams", ns3::UintegerValue(static_cast<unsigned>(radio.streams)));
  ignore_below(world, radio, phy);
  return phy;
}

// Legacy Minstrel knows none of the rates of 802.11n and later: MinstrelHt is Minstrel for them.
ns3::WifiHelper wifi_helper(const WifiRadio& radio) {
  ns3::WifiHelper wifi;
  wifi.SetStandard(standard_of(radio.standard));
  wifi.SetRemoteStationManager(radio.rate_control == RateControl::minstrel ? "ns3::MinstrelHtWifiManager"
                                                                           : "ns3::IdealWifiManager",
                               "RtsCtsThreshold", ns3::UintegerValue(static_cast<unsigned>(radio.rts_bytes)));
  return wifi;
}

void finish_wifi_device(World& world, NodeId node, const ns3::Ptr<ns3::NetDevice>& device,
                        const std::string& name) {
  const auto wifi = ns3::DynamicCast<ns3::WifiNetDevice>(device);
  renew_silent_agreements(wifi);
  if (wifi->GetHeConfiguration() != nullptr) {
    wifi->GetHeConfiguration()->SetAttribute("GuardInterval", ns3::TimeValue(ns3::NanoSeconds(800)));
  }
  world.wifi_nodes[ns3::Mac48Address::ConvertFrom(wifi->GetAddress())] = node;
  const ns3::WifiPhy* phy = ns3::PeekPointer(wifi->GetPhy());
  wifi->GetPhy()->TraceConnectWithoutContext("PhyTxPsduBegin",
                                             ns3::MakeBoundCallback(&count_airtime, &world, node, phy));
  ns3::WifiHelper().AssignStreams(ns3::NetDeviceContainer(device), ns3_stream(name));
}

std::size_t queued_broadcasts(const ns3::Ptr<ns3::WifiNetDevice>& device) {
  constexpr std::uint8_t best_effort = 0;
  return device->GetMac()->GetTxopQueue(ns3::AC_BE)->GetNPackets(
      {ns3::WIFI_QOSDATA_BROADCAST_QUEUE, ns3::Mac48Address::ConvertFrom(device->GetAddress()), best_effort});
}

void add_air(World& world, LinkIndex link, std::map<NodeId, ns3::Ptr<ns3::WifiNetDevice>> devices) {
  World::Air& air = world.airs[link];
  air.send = [devices](NodeId head, const ns3::Ptr<ns3::Packet>& packet, std::uint16_t protocol,
                       const std::vector<NodeId>&) {
    devices.at(head)->Send(packet, ns3::Mac48Address::GetBroadcast(), protocol);
  };
  air.queued = [devices](NodeId head) { return queued_broadcasts(devices.at(head)); };
}

void know_neighbour(World& world, LinkIndex link, NodeId self, NodeId other, const ns3::Address& address) {
  const auto cache = world.nodes.Get(self)
                         ->GetObject<ns3::Ipv4L3Protocol>()
                         ->GetInterface(world.interfaces.at({link, self}).index)
                         ->GetArpCache();
  ns3::ArpCache::Entry* entry = cache->Add(world.interfaces.at({link, other}).address);
  entry->SetMacAddress(address);
  entry->MarkPermanent();
}

}  // namespace lastmile::network
