// TCP end to end: UE - cell - gateway - wire - server, both ways, with nothing lost but by TCP's
// own doing.
#include <doctest/doctest.h>

#include <ns3/config.h>
#include <ns3/constant-velocity-mobility-model.h>
#include <ns3/inet-socket-address.h>
#include <ns3/internet-stack-helper.h>
#include <ns3/ipv4-address-helper.h>
#include <ns3/ipv4-static-routing-helper.h>
#include <ns3/mobility-helper.h>
#include <ns3/point-to-point-helper.h>
#include <ns3/string.h>
#include <ns3/tcp-socket-factory.h>
#include <ns3/uinteger.h>

#include <chrono>
#include <cstdio>

#include "network/ns3/nr/device.hpp"
#include "network/ns3/nr/small_ran.hpp"

using namespace lastmile;
using namespace lastmile::network;
using namespace lastmile::network::nr;

namespace {

constexpr std::uint32_t kSubnet = (100u << 24) | (64u << 16);

struct Transfer {
  ns3::Ptr<ns3::Socket> listener, sender, receiver;
  std::uint64_t left, got = 0, size;
  double done_s = -1;

  Transfer(const ns3::Ptr<ns3::Node>& from, const ns3::Ptr<ns3::Node>& to, ns3::Ipv4Address target,
           std::uint16_t port, std::uint64_t bytes)
      : left(bytes), size(bytes) {
    const auto tcp = ns3::TcpSocketFactory::GetTypeId();
    listener = ns3::Socket::CreateSocket(to, tcp);
    listener->Bind(ns3::InetSocketAddress(ns3::Ipv4Address::GetAny(), port));
    listener->Listen();
    listener->SetAcceptCallback(
        ns3::MakeNullCallback<bool, ns3::Ptr<ns3::Socket>, const ns3::Address&>(),
        ns3::MakeCallback(&Transfer::accepted, this));
    sender = ns3::Socket::CreateSocket(from, tcp);
    sender->SetConnectCallback(ns3::MakeCallback(&Transfer::connected, this),
                               ns3::MakeNullCallback<void, ns3::Ptr<ns3::Socket>>());
    sender->SetSendCallback(ns3::MakeCallback(&Transfer::room, this));
    sender->Connect(ns3::InetSocketAddress(target, port));
  }
  void accepted(ns3::Ptr<ns3::Socket> socket, const ns3::Address&) {
    receiver = socket;
    receiver->SetRecvCallback(ns3::MakeCallback(&Transfer::data, this));
  }
  void connected(ns3::Ptr<ns3::Socket>) { room(sender, 0); }
  void room(ns3::Ptr<ns3::Socket>, std::uint32_t) {
    while (left > 0) {
      const auto chunk = std::min<std::uint64_t>({left, sender->GetTxAvailable(), 65536});
      if (chunk == 0 ||
          sender->Send(ns3::Create<ns3::Packet>(static_cast<std::uint32_t>(chunk))) <= 0)
        return;
      left -= chunk;
    }
  }
  void data(ns3::Ptr<ns3::Socket> socket) {
    while (const auto packet = socket->Recv()) got += packet->GetSize();
    if (got == size) done_s = ns3::Simulator::Now().GetSeconds();
  }
};

struct Net {
  explicit Net(const NrOptions& options, int ue_count, double ue_x, double speed = 0) {
    ns3::Config::SetDefault("ns3::TcpSocket::SegmentSize", ns3::UintegerValue(1448));
    ns3::Config::SetDefault("ns3::TcpSocket::SndBufSize", ns3::UintegerValue(4u << 20));
    ns3::Config::SetDefault("ns3::TcpSocket::RcvBufSize", ns3::UintegerValue(4u << 20));
    nodes.Create(2);
    ues.Create(static_cast<std::uint32_t>(ue_count));
    ns3::MobilityHelper mobility;
    mobility.Install(nodes);
    mobility.SetMobilityModel("ns3::ConstantVelocityMobilityModel");
    mobility.Install(ues);
    far_cell->SetPosition(ns3::Vector(400, 0, 25));
    ns3::InternetStackHelper internet;
    internet.SetIpv6StackInstall(false);
    internet.Install(nodes);
    internet.Install(ues);
    std::vector<std::string> names;
    for (int i = 0; i < ue_count; ++i) {
      const auto place =
          ues.Get(static_cast<std::uint32_t>(i))->GetObject<ns3::ConstantVelocityMobilityModel>();
      place->SetPosition(ns3::Vector(ue_x + i, 0, 1.5));
      place->SetVelocity(ns3::Vector(speed, 0, 0));
      names.push_back("ue" + std::to_string(i));
    }
    Radio::Places cells{nodes.Get(0)->GetObject<ns3::MobilityModel>()};
    if (speed > 0) cells.push_back(far_cell);
    nr = ns3::CreateObject<NrNetwork>(options, "nr", 1, 1000, cells, nodes.Get(0), ues, names,
                                      kSubnet);
    wire();
  }
  ~Net() { ns3::Simulator::Destroy(); }
  void wire() {
    ns3::PointToPointHelper helper;
    helper.SetDeviceAttribute("DataRate", ns3::StringValue("10Gbps"));
    helper.SetChannelAttribute("Delay", ns3::StringValue("2ms"));
    helper.SetQueue("ns3::DropTailQueue", "MaxSize", ns3::StringValue("4000p"));
    helper.DisableFlowControl();
    ns3::Ipv4AddressHelper addresses("10.1.0.0", "255.255.255.0");
    const auto ends = addresses.Assign(helper.Install(nodes.Get(0), nodes.Get(1)));
    server = ends.GetAddress(1);
    ns3::Ipv4StaticRoutingHelper routing;
    const auto route = [&](const ns3::Ptr<ns3::Node>& node, ns3::Ipv4Address next,
                           std::uint32_t interface) {
      routing.GetStaticRouting(node->GetObject<ns3::Ipv4>())->SetDefaultRoute(next, interface);
    };
    route(nodes.Get(1), ends.GetAddress(0), 1);
    for (std::uint32_t i = 0; i < ues.GetN(); ++i)
      route(ues.Get(i), nr->gateway().address, nr->ue(i).interface);
  }
  ns3::NodeContainer nodes, ues;
  ns3::Ptr<ns3::MobilityModel> far_cell = ns3::CreateObject<ns3::ConstantVelocityMobilityModel>();
  ns3::Ptr<NrNetwork> nr;
  ns3::Ipv4Address server;
};

}  // namespace

TEST_CASE("one megabyte each way, at a rate that the cell allows") {
  NrOptions options = clear_sky("n78", 40, 1);
  Net net(options, 1, 80);
  Transfer up(net.ues.Get(0), net.nodes.Get(1), net.server, 10, 1000000);
  Transfer down(net.nodes.Get(1), net.ues.Get(0), net.nr->ue(0).address, 11, 1000000);
  ns3::Simulator::Stop(ns3::Seconds(20));
  ns3::Simulator::Run();
  std::printf("1 MB over TCP on n78 40 MHz: up %.3f s, down %.3f s\n", up.done_s, down.done_s);
  CHECK(up.got == 1000000);
  CHECK(down.got == 1000000);
  CHECK(down.done_s > 0);
  CHECK(down.done_s < up.done_s);
  CHECK(up.done_s < 1.5);
  CHECK(net.nr->ran().counters(Direction::up).given_up == 0);
}

TEST_CASE("twenty UEs at a weak edge all get their bytes") {
  NrOptions options = clear_sky("n78", 40, 1);
  options.sight = NrSight::never;
  options.backhaul = std::chrono::microseconds(100);
  Net net(options, 20, 500);
  std::vector<std::unique_ptr<Transfer>> all;
  for (std::uint32_t i = 0; i < 20; ++i) {
    const auto port = static_cast<std::uint16_t>(100 + i);
    all.push_back(
        std::make_unique<Transfer>(net.ues.Get(i), net.nodes.Get(1), net.server, port, 100000));
    all.push_back(std::make_unique<Transfer>(net.nodes.Get(1), net.ues.Get(i),
                                             net.nr->ue(i).address, port, 100000));
  }
  const auto began = std::chrono::steady_clock::now();
  ns3::Simulator::Stop(ns3::Seconds(60));
  ns3::Simulator::Run();
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - began;
  double last = 0;
  for (const auto& one : all) {
    CHECK(one->got == 100000);
    last = std::max(last, one->done_s);
  }
  const RanCounters& c = net.nr->ran().counters(Direction::up);
  std::printf(
      "20 UEs, 100 kB up and down: last at %.2f s, uplink first-transmission errors %.3f, %.2f s "
      "of processor, %lu events\n",
      last, static_cast<double>(c.first_failed) / static_cast<double>(c.first), wall.count(),
      static_cast<unsigned long>(ns3::Simulator::GetEventCount()));
}

TEST_CASE("handover under TCP both ways: every byte arrives, and nothing is dropped") {
  Net net(clear_sky("n78", 20, 1), 1, 50, 30);
  Transfer up(net.ues.Get(0), net.nodes.Get(1), net.server, 10, 30000000);
  Transfer down(net.nodes.Get(1), net.ues.Get(0), net.nr->ue(0).address, 11, 60000000);
  ns3::Simulator::Stop(ns3::Seconds(60));
  ns3::Simulator::Run();
  const Ran& ran = net.nr->ran();
  std::printf("drive past at 30 m/s: %lu handovers, 30 MB up at %.2f s, 60 MB down at %.2f s\n",
              static_cast<unsigned long>(ran.counters(Direction::down).handovers), up.done_s,
              down.done_s);
  CHECK(ran.counters(Direction::down).handovers == 1);
  CHECK(ran.serving_cell(0) == 1);
  CHECK(up.got == 30000000);
  CHECK(down.got == 60000000);
  CHECK(up.done_s > 8);
  CHECK(down.done_s > 8);
  CHECK(ran.dropped(0, Direction::up) + ran.dropped(0, Direction::down) == 0);
}
