#include "scenarios/checks/federated_world.hpp"

#include <array>
#include <ctime>
#include <memory>

#include "network/backends.hpp"
#include "scenarios/host/forked_jobs.hpp"

namespace lastmile::scenarios {
namespace {

using network::NodeId;

double cpu_now_s() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

class Rounds {
 public:
  Rounds(const FederatedRun& what, network::Network& net, Engine& engine)
      : what_(what), net_(net), engine_(engine), between_(engine.random("rounds")) {
    for (const NodeId device : what.devices) {
      computing_.push_back(engine.random("device/" + std::to_string(device)));
    }
  }
  FederatedResult run() {
    begin();
    engine_.run();
    result_.bytes = net_.view().link_use(0).carried.value();
    result_.device_s = sum_s_ / (static_cast<double>(what_.devices.size()) * what_.rounds);
    result_.delivered = static_cast<double>(delivered_);
    return result_;
  }

 private:
  void begin() {
    began_ = engine_.now();
    waiting_ = what_.devices.size();
    delivered_ = 0;
    for (std::size_t i = 0; i < what_.devices.size(); ++i) {
      net_.start(network::Transfer(what_.server, what_.devices[i], what_.model),
                 [this, i](const network::Outcome& outcome) { compute(i, outcome.ok); });
    }
  }
  Duration drawn(RandomStream& random) {
    return seconds(random.uniform(0, 1) * to_seconds(what_.spread));
  }
  void compute(std::size_t i, bool got) {
    engine_.after(what_.compute + drawn(computing_[i]),
                  [this, i, got] { upload(what_.devices[i], got); });
  }
  void upload(NodeId device, bool got) {
    net_.start(network::Transfer(device, what_.server, what_.model),
               [this, got](const network::Outcome& outcome) {
                 delivered_ += got && outcome.ok ? 1 : 0;
                 sum_s_ += to_seconds(engine_.now() - began_ - what_.compute);
                 if (--waiting_ == 0) ended();
               });
  }
  void ended() {
    result_.round_s.push_back(to_seconds(engine_.now() - began_ - what_.compute));
    if (static_cast<int>(result_.round_s.size()) == what_.rounds) engine_.stop();
    else engine_.after(drawn(between_), [this] { begin(); });
  }

  const FederatedRun& what_;
  network::Network& net_;
  Engine& engine_;
  std::vector<RandomStream> computing_;
  RandomStream between_;
  FederatedResult result_;
  SimTime began_{};
  double sum_s_ = 0;
  std::size_t waiting_ = 0, delivered_ = 0;
};

network::Link radio_of(Cellular technology, const std::vector<NodeId>& devices) {
  if (technology == Cellular::wifi) {
    network::WifiLink link;
    link.name = "wifi";
    link.access_points = {0};
    link.stations = devices;
    return link;
  }
  if (technology == Cellular::lte) {
    network::LteLink link;
    link.name = "lte";
    link.cells = {0};
    link.ues = devices;
    return link;
  }
  network::NrLink link;
  link.name = "nr";
  link.cells = {0};
  link.ues = devices;
  link.options.bandwidth_mhz = 40;
  return link;
}

}  // namespace

const char* cellular_name(Cellular technology) {
  constexpr std::array<const char*, 3> names{"wi-fi", "lte", "nr"};
  return names[static_cast<std::size_t>(technology)];
}

network::Topology one_site(Cellular technology, int devices) {
  network::Topology topology;
  topology.nodes.push_back({"site", {0, 0, 10}});
  std::vector<NodeId> ids;
  const double range = technology == Cellular::wifi ? 5 : 40;
  for (int i = 0; i < devices; ++i) {
    const double x = range * (1 + 0.2 * (i % 10)), y = range * 0.3 * (i / 10 + 1);
    ids.push_back(static_cast<NodeId>(topology.nodes.size()));
    topology.nodes.push_back({"device" + std::to_string(i + 1), {x, y, 1.5}});
  }
  topology.links.push_back(radio_of(technology, ids));
  return topology;
}

FederatedResult run_federated(const FederatedRun& what, const std::string& backend) {
  Engine engine(what.seed);
  network::BackendOptions options;
  options.frozen = what.frozen;
  const double start_s = cpu_now_s();
  const auto net = network::make_network(backend, engine, what.topology, options);
  const double built_s = cpu_now_s();
  FederatedResult result = Rounds(what, *net, engine).run();
  result.cpu_s = cpu_now_s() - built_s;
  result.build_cpu_s = built_s - start_s;
  result.events = static_cast<double>(engine.events_run());
  return result;
}

std::string packed(const FederatedResult& r) {
  std::vector<double> figures{r.device_s, r.bytes, r.delivered, r.cpu_s, r.build_cpu_s, r.events};
  figures.insert(figures.end(), r.round_s.begin(), r.round_s.end());
  return packed(figures);
}

FederatedResult unpacked_federated(const std::string& text) {
  const std::vector<double> f = unpacked(text);
  return {{f.begin() + 6, f.end()}, f[0], f[1], f[2], f[3], f[4], f[5]};
}

}  // namespace lastmile::scenarios
