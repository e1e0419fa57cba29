// The fluid network from a thousand devices to a hundred thousand: 50 devices a site, every other site
// a Wi-Fi access point and the rest LTE cells, 1 km apart; 20 sites a region, each with a wire to the
// region's server; behind all regions one cloud. A device sends ten requests one after the other, nine to
// the region and one to the cloud (20 kB up and 1 kB back over TCP, a drawn pause between). Time includes
// building the network.
//   bench_scale [--json] [--quick]
#include <malloc.h>

#include <cmath>
#include <cstdio>
#include <cstring>
#include <ctime>

#include "network/await.hpp"
#include "network/fluid/fluid.hpp"
#include "sim/process.hpp"

using namespace lastmile;
using namespace lastmile::network;

namespace {

constexpr int kPerSite = 50, kSitesPerRegion = 20, kRequests = 10;
constexpr double kMeanPauseS = 10, kApartM = 1000;
constexpr NodeId kCloud = 0;

double cpu_s() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }
double heap_bytes() {
  const auto info = mallinfo2();
  return static_cast<double>(info.uordblks) + static_cast<double>(info.hblkhd);
}

NodeId add_node(Topology& topology, const char* role, Position at) {
  const auto id = static_cast<NodeId>(topology.nodes.size());
  topology.nodes.push_back({role + std::to_string(id), at});
  return id;
}

void add_radio(Topology& topology, int number, NodeId site, std::vector<NodeId> devices) {
  if (number % 2 == 0) {
    WifiLink link;
    link.name = "wifi" + std::to_string(number);
    link.access_points = {site};
    link.gateway = site;
    link.stations = std::move(devices);
    topology.links.push_back(link);
    return;
  }
  LteLink link;
  link.name = "lte" + std::to_string(number);
  link.cells = {site};
  link.gateway = site;
  link.ues = std::move(devices);
  topology.links.push_back(link);
}

struct World {
  explicit World(int count) : devices(count) {
    const NodeId cloud = add_node(topology, "cloud", {}), exchange = add_node(topology, "exchange", {});
    add_wire("backbone", cloud, exchange, 1e12);
    NodeId server = 0;
    for (int site = 0; site * kPerSite < devices; ++site) {
      const Position at{kApartM * (site % 100), kApartM * (site / 100), 0};
      if (site % kSitesPerRegion == 0) {
        server = add_node(topology, "server", at);
        add_wire("trunk" + std::to_string(site), server, exchange, 1e10);
      }
      add_site(site, at, server);
    }
    network = make_fluid(engine, topology);
  }

  void add_site(int number, const Position& at, NodeId server) {
    const NodeId site = add_node(topology, "site", at);
    std::vector<NodeId> members;
    for (int i = 0; i < kPerSite && static_cast<int>(homes.size()) < devices; ++i) {
      members.push_back(add_node(topology, "device", {at.x_m + 1 + i % 10, at.y_m + 1 + i / 10, 0}));
      homes.push_back({members.back(), server});
    }
    add_radio(topology, number, site, members);
    add_wire("wire" + std::to_string(number), site, server, 1e9);
  }

  void add_wire(const std::string& name, NodeId a, NodeId b, double bps) {
    WiredLink wire;
    wire.name = name;
    wire.a = a, wire.b = b;
    wire.rate = bits_per_second(bps);
    wire.delay = std::chrono::milliseconds(2);
    topology.links.push_back(wire);
  }

  struct Home {
    NodeId device, server;
  };
  int devices;
  Topology topology;
  std::vector<Home> homes;
  Engine engine;
  std::unique_ptr<Network> network;
  std::uint64_t done = 0;
};

Task<> device(World& w, World::Home home) {
  RandomStream random(1, "pauses/" + std::to_string(home.device));
  for (int i = 0; i < kRequests; ++i) {
    co_await delay(w.engine, seconds(random.exponential(kMeanPauseS)));
    const NodeId server = i == kRequests / 2 ? kCloud : home.server;
    co_await transfer(*w.network, Transfer(home.device, server, Bytes(20e3)));
    co_await transfer(*w.network, Transfer(server, home.device, Bytes(1e3)));
    ++w.done;
  }
}

struct Result {
  int devices;
  std::uint64_t requests;
  double cpu_s, build_s, bytes_per_device;
  [[nodiscard]] double speed() const { return static_cast<double>(requests) / cpu_s; }
  [[nodiscard]] double per_n_log_n() const { return cpu_s / (devices * std::log2(devices)); }
};

Result measure(int devices) {
  const double bytes_before = heap_bytes(), before = cpu_s();
  World w(devices);
  const double built = cpu_s();
  Processes processes(w.engine);
  for (const World::Home& home : w.homes) processes.spawn(device(w, home));
  w.engine.run();
  const double bytes = heap_bytes() - bytes_before;
  return {devices, w.done, cpu_s() - before, built - before, bytes / devices};
}

void print(const Result& r, const Result& smallest, bool json) {
  const double growth = r.per_n_log_n() / smallest.per_n_log_n();
  if (json) {
    std::printf("{\"name\": \"fluid: %d devices\", \"ours\": %.0f, \"peer\": null, \"peer_name\": "
                "\"n log n from %d devices\", \"ratio\": %.2f, \"unit\": \"requests/CPU s\", "
                "\"bytes_per_device\": %.0f}",
                r.devices, r.speed(), smallest.devices, growth, r.bytes_per_device);
    return;
  }
  std::printf("%7d devices %8llu requests %7.2f CPU s (%.2f building) %9.0f requests/CPU s "
              "%6.0f B a device; time over n log n: %.2f of that of %d devices\n",
              r.devices, static_cast<unsigned long long>(r.requests), r.cpu_s, r.build_s, r.speed(),
              r.bytes_per_device, growth, smallest.devices);
}

}  // namespace

int main(int argc, char** argv) {
  bool json = false;
  int most = 100000;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--json") == 0) {
      json = true;
    } else if (std::strcmp(argv[i], "--quick") == 0) {
      most = 10000;
    } else {
      std::fprintf(stderr, "usage: bench_scale [--json] [--quick]\n");
      return 2;
    }
  }
  measure(1000);  // warm
  Result smallest{};
  bool complete = true;
  if (json) std::printf("[");
  for (int devices = 1000; devices <= most; devices *= 10) {
    const Result result = measure(devices);
    if (devices == 1000) smallest = result;
    if (json && devices > 1000) std::printf(", ");
    print(result, smallest, json);
    std::fflush(stdout);
    complete = complete && result.requests == std::uint64_t{kRequests} * static_cast<unsigned>(devices);
  }
  if (json) std::printf("]\n");
  return complete ? 0 : 1;
}
