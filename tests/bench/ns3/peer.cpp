// One side of bench_ns3: periodic messages over persistent TCP connections, through our seam with
// radio time running, or as a plain program on ns-3's own simulator with the same nodes, devices,
// defaults and sends. Set-up (association, attachment) is not measured.
//   peer_ns3 seam|plain wifi|lte SECONDS        prints: CPU time [s], events, bytes delivered
// C++17.
#include <ns3/inet-socket-address.h>
#include <ns3/packet.h>
#include <ns3/rng-seed-manager.h>
#include <ns3/simulator.h>
#include <ns3/socket.h>
#include <ns3/tcp-socket-factory.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <string>
#include <vector>

#include "network/ns3/backend.hpp"
#include "network/ns3/defaults.hpp"
#include "network/ns3/world.hpp"

using namespace lastmile;
using namespace lastmile::network;

namespace {

constexpr NodeId kStations = 10;
constexpr std::uint32_t kMessageBytes = 100'000;

struct Traffic {
  Topology topology;
  std::int64_t period_ms = 0;
  std::int64_t messages = 0;  // of one station
  [[nodiscard]] std::int64_t start_ms(NodeId station, std::int64_t i) const {
    return i * period_ms + station * period_ms / kStations;
  }
};

Traffic traffic_of(const std::string& radio, int seconds) {
  Traffic traffic;
  std::vector<NodeId> stations;
  for (NodeId i = 0; i <= kStations; ++i) {
    Node node;
    node.name = "n" + std::to_string(i);
    node.position = {i == 0 ? 0.0 : 4.0 + i, 0, 1};
    traffic.topology.nodes.push_back(node);
    if (i > 0) stations.push_back(i);
  }
  if (radio == "lte") {
    LteLink link;
    link.name = "cell";
    link.cells = {0};
    link.ues = stations;
    traffic.topology.links.push_back(link);
  } else {
    WifiLink link;
    link.name = "wifi";
    link.access_points = {0};
    link.stations = stations;
    traffic.topology.links.push_back(link);
  }
  traffic.period_ms = radio == "lte" ? 200 : 100;
  traffic.messages = seconds * 1000 / traffic.period_ms;
  return traffic;
}

double cpu_s() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

void print(double cpu, std::uint64_t events, double delivered) {
  std::printf("%.6f %llu %.0f\n", cpu, static_cast<unsigned long long>(events), delivered);
}

void run_seam(const Traffic& traffic, int seconds) {
  Engine engine;
  Ns3Options options;
  options.frozen = false;
  const auto network = make_ns3(engine, traffic.topology, options);
  double delivered = 0;
  for (NodeId station = 1; station <= kStations; ++station) {
    for (std::int64_t i = 0; i < traffic.messages; ++i) {
      engine.at(SimTime(std::chrono::milliseconds(traffic.start_ms(station, i))), [&, station] {
        network->start(Transfer(station, 0, Bytes(kMessageBytes)),
                       [&](const Outcome& outcome) { delivered += outcome.delivered.value(); });
      });
    }
  }
  const std::uint64_t events = ns3_counters(*network).events;
  const double before = cpu_s();
  engine.run(SimTime(std::chrono::seconds(seconds + 1)));
  print(cpu_s() - before, ns3_counters(*network).events - events, delivered);
}

// A persistent connection that is given one message after the other.
class Sender {
 public:
  Sender(const ns3::Ptr<ns3::Node>& from, ns3::Address to)
      : socket_(ns3::Socket::CreateSocket(from, ns3::TcpSocketFactory::GetTypeId())),
        to_(std::move(to)) {
    socket_->SetConnectCallback(ns3::MakeCallback(&Sender::on_connected, this),
                                ns3::MakeNullCallback<void, ns3::Ptr<ns3::Socket>>());
    socket_->SetSendCallback(ns3::MakeCallback(&Sender::on_room, this));
  }
  void message() {
    if (queued_ == 0) socket_->Connect(to_);
    queued_ += kMessageBytes;
    pump();
  }

 private:
  void on_connected(ns3::Ptr<ns3::Socket>) {
    connected_ = true;
    pump();
  }
  void on_room(ns3::Ptr<ns3::Socket>, std::uint32_t) { pump(); }
  void pump() {
    while (connected_ && written_ < queued_) {
      const auto chunk =
          std::min<std::uint64_t>({queued_ - written_, socket_->GetTxAvailable(), 65536});
      if (chunk == 0) return;
      const int taken = socket_->Send(ns3::Create<ns3::Packet>(static_cast<std::uint32_t>(chunk)));
      if (taken <= 0) return;
      written_ += static_cast<std::uint64_t>(taken);
    }
  }

  ns3::Ptr<ns3::Socket> socket_;
  ns3::Address to_;
  std::uint64_t queued_ = 0, written_ = 0;
  bool connected_ = false;
};

double g_received = 0;

void on_data(ns3::Ptr<ns3::Socket> socket) {
  while (const ns3::Ptr<ns3::Packet> packet = socket->Recv()) g_received += packet->GetSize();
}
void on_accepted(ns3::Ptr<ns3::Socket> socket, const ns3::Address&) {
  socket->SetRecvCallback(ns3::MakeCallback(&on_data));
}

ns3::Ptr<ns3::Socket> listen(const ns3::Ptr<ns3::Node>& node, std::uint16_t port) {
  const auto socket = ns3::Socket::CreateSocket(node, ns3::TcpSocketFactory::GetTypeId());
  socket->Bind(ns3::InetSocketAddress(ns3::Ipv4Address::GetAny(), port));
  socket->Listen();
  socket->SetAcceptCallback(
      ns3::MakeNullCallback<bool, ns3::Ptr<ns3::Socket>, const ns3::Address&>(),
      ns3::MakeCallback(&on_accepted));
  return socket;
}

void run_for(const ns3::Time& time) {
  ns3::Simulator::Stop(time);
  ns3::Simulator::Run();
}

void set_up(World& world) {
  const auto ready = [&world] {
    return std::all_of(world.ready.begin(), world.ready.end(), [](const auto& who) { return who.is(); });
  };
  while (!ready()) run_for(ns3::MilliSeconds(1));
  run_for(greet_neighbours(world) - ns3::Simulator::Now());
}

void run_plain(const Traffic& traffic, int seconds) {
  set_ns3_defaults();
  ns3::RngSeedManager::SetSeed(1);
  ns3::RngSeedManager::SetRun(1);
  const Engine still;  // its clock stays at zero: nothing here moves
  const auto world = build_world(still, traffic.topology);
  set_up(*world);
  std::vector<ns3::Ptr<ns3::Socket>> listeners;
  std::vector<std::unique_ptr<Sender>> senders;
  for (NodeId station = 1; station <= kStations; ++station) {
    const auto port = static_cast<std::uint16_t>(10000 + station);
    listeners.push_back(listen(world->nodes.Get(0), port));
    senders.push_back(std::make_unique<Sender>(
        world->nodes.Get(station), ns3::InetSocketAddress(world->address(station, 0), port)));
    for (std::int64_t i = 0; i < traffic.messages; ++i) {
      ns3::Simulator::Schedule(ns3::MilliSeconds(traffic.start_ms(station, i)), &Sender::message,
                               senders.back().get());
    }
  }
  const std::uint64_t events = ns3::Simulator::GetEventCount();
  const double before = cpu_s();
  run_for(ns3::Seconds(seconds + 1));
  print(cpu_s() - before, ns3::Simulator::GetEventCount() - events, g_received);
  ns3::Simulator::Destroy();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const int seconds = std::atoi(argv[3]);
  const Traffic traffic = traffic_of(argv[2], seconds);
  std::string(argv[1]) == "seam" ? run_seam(traffic, seconds) : run_plain(traffic, seconds);
}
