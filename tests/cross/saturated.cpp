// Saturated 802.11a stations in plain ns-3: ad hoc, one basic rate, no aggregation, no RTS.
//   cross_saturated STATIONS SECONDS RUN        prints: throughput BIT/S
// Every station has more UDP datagrams of 1000 B for station 0's neighbour, a silent sink, than it
// can send. Non-QoS stations use DCF's DIFS and windows of 15 to 1023. C++17.
#include <ns3/applications-module.h>
#include <ns3/core-module.h>
#include <ns3/internet-module.h>
#include <ns3/mobility-module.h>
#include <ns3/wifi-module.h>

#include <cstdio>
#include <cstdlib>

using namespace ns3;

namespace {

constexpr std::uint16_t kPort = 9;
constexpr double kWarmUp = 1.0;  // s

// Equal distances: every frame arrives as strong as any other, and collisions destroy both.
void place(const NodeContainer& nodes) {
  const auto positions = CreateObject<ListPositionAllocator>();
  positions->Add(Vector(0, 0, 0));
  for (std::uint32_t i = 1; i < nodes.GetN(); ++i) {
    const double angle = 2 * M_PI * i / (nodes.GetN() - 1);
    positions->Add(Vector(5 * std::cos(angle), 5 * std::sin(angle), 0));
  }
  MobilityHelper mobility;
  mobility.SetPositionAllocator(positions);
  mobility.SetMobilityModel("ns3::ConstantPositionMobilityModel");
  mobility.Install(nodes);
}

NetDeviceContainer install(const NodeContainer& nodes) {
  WifiHelper wifi;
  wifi.SetStandard(WIFI_STANDARD_80211a);
  wifi.SetRemoteStationManager("ns3::ConstantRateWifiManager", "DataMode",
                               StringValue("OfdmRate6Mbps"), "ControlMode",
                               StringValue("OfdmRate6Mbps"), "MaxSsrc", UintegerValue(1000));
  WifiMacHelper mac;
  mac.SetType("ns3::AdhocWifiMac", "QosSupported", BooleanValue(false));
  YansWifiPhyHelper phy;
  phy.SetChannel(YansWifiChannelHelper::Default().Create());
  return wifi.Install(phy, mac, nodes);
}

// Simultaneous ARP requests collide and are not repeated.
void know_each_other(const NodeContainer& nodes, const NetDeviceContainer& devices,
                     Ipv4Address sink) {
  for (std::uint32_t i = 1; i < nodes.GetN(); ++i) {
    const auto interface = nodes.Get(i)->GetObject<Ipv4L3Protocol>()->GetInterface(1);
    ArpCache::Entry* entry = interface->GetArpCache()->Add(sink);
    entry->SetMacAddress(devices.Get(0)->GetAddress());
    entry->MarkPermanent();
  }
}

void send(const NodeContainer& nodes, Ipv4Address sink) {
  for (std::uint32_t i = 1; i < nodes.GetN(); ++i) {
    OnOffHelper on_off("ns3::UdpSocketFactory", InetSocketAddress(sink, kPort));
    on_off.SetConstantRate(DataRate("6Mbps"), 1000);
    on_off.Install(nodes.Get(i)).Start(MilliSeconds(10 + 3 * i));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const double measured = std::atof(argv[2]);
  RngSeedManager::SetRun(std::strtoull(argv[3], nullptr, 10));
  NodeContainer nodes(static_cast<std::uint32_t>(std::atoi(argv[1])) + 1);
  const NetDeviceContainer devices = install(nodes);
  place(nodes);
  InternetStackHelper().Install(nodes);
  const auto addresses = Ipv4AddressHelper("10.0.0.0", "255.255.0.0").Assign(devices);
  know_each_other(nodes, devices, addresses.GetAddress(0));
  const PacketSinkHelper sink("ns3::UdpSocketFactory",
                              InetSocketAddress(Ipv4Address::GetAny(), kPort));
  const auto receiver = DynamicCast<PacketSink>(sink.Install(nodes.Get(0)).Get(0));
  send(nodes, addresses.GetAddress(0));
  Simulator::Stop(Seconds(kWarmUp));
  Simulator::Run();
  const std::uint64_t before = receiver->GetTotalRx();
  Simulator::Stop(Seconds(measured));
  Simulator::Run();
  const double bytes = static_cast<double>(receiver->GetTotalRx() - before);
  std::printf("throughput %.0f\n", 8 * bytes / measured);
  Simulator::Destroy();
}
