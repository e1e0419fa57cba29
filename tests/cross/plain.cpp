// The same plain ns-3 program on ns-3's own simulator or on ours.
//   cross_plain wifi-udp|wifi-tcp|lte|wired stock|engine        prints: events N bytes M
// C++17.
#include <ns3/applications-module.h>
#include <ns3/core-module.h>
#include <ns3/internet-module.h>
#include <ns3/lte-module.h>
#include <ns3/mobility-module.h>
#include <ns3/network-module.h>
#include <ns3/point-to-point-module.h>
#include <ns3/wifi-module.h>

#include <cstdio>
#include <string>
#include <vector>

#include "network/ns3/engine_simulator.hpp"

using namespace ns3;

namespace {

constexpr std::uint16_t kPort = 9;
const Time kEnd = Seconds(2);

void place(const NodeContainer& nodes, double spacing, double from = 0) {
  MobilityHelper mobility;
  mobility.SetPositionAllocator("ns3::GridPositionAllocator", "MinX", DoubleValue(from), "DeltaX",
                                DoubleValue(spacing), "DeltaY", DoubleValue(spacing), "GridWidth",
                                UintegerValue(4));
  mobility.SetMobilityModel("ns3::ConstantPositionMobilityModel");
  mobility.Install(nodes);
}

void sink_on(const Ptr<Node>& node, const std::string& factory) {
  const PacketSinkHelper sink(factory, InetSocketAddress(Ipv4Address::GetAny(), kPort));
  ApplicationContainer apps = sink.Install(node);
  apps.Start(Seconds(0));
}

void send(const Ptr<Node>& from, Ipv4Address to, const std::string& factory, Time start) {
  ApplicationContainer apps;
  if (factory == "ns3::TcpSocketFactory") {
    BulkSendHelper bulk(factory, InetSocketAddress(to, kPort));
    bulk.SetAttribute("MaxBytes", UintegerValue(300'000));
    apps = bulk.Install(from);
  } else {
    OnOffHelper on_off(factory, InetSocketAddress(to, kPort));
    on_off.SetConstantRate(DataRate("2Mbps"), 1000);
    apps = on_off.Install(from);
  }
  apps.Start(start);
}

void wifi(const std::string& factory) {
  NodeContainer access_point(1), stations(10);
  NodeContainer all(access_point, stations);
  YansWifiPhyHelper phy;
  phy.SetChannel(YansWifiChannelHelper::Default().Create());
  WifiHelper helper;
  helper.SetStandard(WIFI_STANDARD_80211ax);
  helper.SetRemoteStationManager("ns3::IdealWifiManager");
  WifiMacHelper mac;
  mac.SetType("ns3::ApWifiMac", "Ssid", SsidValue(Ssid("plain")));
  NetDeviceContainer devices = helper.Install(phy, mac, access_point);
  mac.SetType("ns3::StaWifiMac", "Ssid", SsidValue(Ssid("plain")));
  devices.Add(helper.Install(phy, mac, stations));
  place(all, 5);
  InternetStackHelper().Install(all);
  const auto addresses = Ipv4AddressHelper("10.1.1.0", "255.255.255.0").Assign(devices);
  sink_on(all.Get(0), factory);
  for (std::uint32_t i = 1; i < all.GetN(); ++i) {
    send(all.Get(i), addresses.GetAddress(0), factory, MilliSeconds(500 + 7 * i));
  }
}

// The helpers own parts of the world: they live as long as it does.
using Keep = std::vector<Ptr<Object>>;

void lte(Keep& keep) {
  const auto epc = CreateObject<PointToPointEpcHelper>();
  const auto helper = CreateObject<LteHelper>();
  keep = {epc, helper};
  helper->SetEpcHelper(epc);
  NodeContainer enb(1), ues(10), remote(1);
  place(enb, 1);
  place(ues, 10, 10);
  InternetStackHelper().Install(NodeContainer(ues, remote));
  PointToPointHelper wire;
  wire.SetDeviceAttribute("DataRate", StringValue("1Gbps"));  // its default is 32 kb/s
  const NetDeviceContainer ends = wire.Install(epc->GetPgwNode(), remote.Get(0));
  const auto addresses = Ipv4AddressHelper("1.0.0.0", "255.0.0.0").Assign(ends);
  Ipv4StaticRoutingHelper routing;
  routing.GetStaticRouting(remote.Get(0)->GetObject<Ipv4>())
      ->AddNetworkRouteTo("7.0.0.0", "255.0.0.0", addresses.GetAddress(0), 1);
  const NetDeviceContainer cell = helper->InstallEnbDevice(enb);
  const NetDeviceContainer phones = helper->InstallUeDevice(ues);
  epc->AssignUeIpv4Address(phones);
  for (std::uint32_t i = 0; i < ues.GetN(); ++i) {
    routing.GetStaticRouting(ues.Get(i)->GetObject<Ipv4>())
        ->SetDefaultRoute(epc->GetUeDefaultGatewayAddress(), 1);
    helper->Attach(phones.Get(i), cell.Get(0));
    send(ues.Get(i), addresses.GetAddress(1), "ns3::UdpSocketFactory", MilliSeconds(300 + 7 * i));
  }
  sink_on(remote.Get(0), "ns3::UdpSocketFactory");
}

void wired() {
  NodeContainer nodes(2);
  PointToPointHelper wire;
  wire.SetDeviceAttribute("DataRate", StringValue("20Mbps"));
  wire.SetChannelAttribute("Delay", StringValue("5ms"));
  const NetDeviceContainer ends = wire.Install(nodes);
  InternetStackHelper().Install(nodes);
  const auto addresses = Ipv4AddressHelper("10.1.1.0", "255.255.255.0").Assign(ends);
  sink_on(nodes.Get(1), "ns3::TcpSocketFactory");
  send(nodes.Get(0), addresses.GetAddress(1), "ns3::TcpSocketFactory", MilliSeconds(100));
}

void build(const std::string& world, Keep& keep) {
  if (world == "wifi-udp") return wifi("ns3::UdpSocketFactory");
  if (world == "wifi-tcp") return wifi("ns3::TcpSocketFactory");
  if (world == "lte") return lte(keep);
  wired();
}

std::uint64_t received() {
  std::uint64_t bytes = 0;
  for (auto node = NodeList::Begin(); node != NodeList::End(); ++node) {
    for (std::uint32_t i = 0; i < (*node)->GetNApplications(); ++i) {
      const auto sink = DynamicCast<PacketSink>((*node)->GetApplication(i));
      if (sink != nullptr) bytes += sink->GetTotalRx();
    }
  }
  return bytes;
}

void run(const std::string& world) {
  Keep keep;
  build(world, keep);
  Simulator::Stop(kEnd);
  Simulator::Run();
  std::printf("events %llu bytes %llu\n",
              static_cast<unsigned long long>(Simulator::GetEventCount()),
              static_cast<unsigned long long>(received()));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  if (std::string(argv[2]) == "stock") {
    run(argv[1]);
    Simulator::Destroy();
    return 0;
  }
  lastmile::Engine engine;
  lastmile::network::EngineSimulator::Session session(engine);
  run(argv[1]);
}
