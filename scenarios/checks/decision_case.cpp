#include "scenarios/checks/decision_case.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "models/cost.hpp"
#include "models/data_file.hpp"
#include "models/zoo/zoo.hpp"
#include "network/backends.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

using models::LayerId;
using network::NodeId;

constexpr NodeId kEdge = 0, kCloud = 1;
constexpr double kBytesPerElement = 4;  // activations travel as float32, images as bytes
constexpr double kNominalSlack = 2;
constexpr double kFastestCamera = 30;  // frames a second
constexpr std::size_t kMostInner = 4;

template <std::size_t n>
const char* any_of(RandomStream& random, const std::array<const char*, n>& names) {
  return names[random.below(n)];
}

// ---- places and links

struct RadioKind {
  const char* name;
  double nearest_m, farthest_m;
};
constexpr std::array<RadioKind, 4> kRadios{
    {{"802.11n", 5, 40}, {"802.11ax", 5, 40}, {"lte", 50, 500}, {"nr", 40, 250}}};

void add_devices(DecisionCase& made, RandomStream& random, const RadioKind& kind) {
  const int count = 1 + static_cast<int>(random.below(8));
  for (int i = 0; i < count; ++i) {
    const double range = random.uniform(kind.nearest_m, kind.farthest_m);
    const double x = random.uniform(-1, 1), y = std::sqrt(1 - x * x);
    made.devices.push_back(static_cast<NodeId>(made.topology.nodes.size()));
    made.topology.nodes.push_back({"device" + std::to_string(i + 1), {x * range, y * range, 1.5}});
  }
}

network::Link radio_link(std::size_t kind, const std::vector<NodeId>& devices) {
  if (kind < 2) {
    network::WifiLink link;
    link.name = "radio";
    link.standard = kind == 0 ? network::WifiStandard::n : network::WifiStandard::ax;
    link.access_points = {kEdge};
    link.gateway = kEdge;
    link.stations = devices;
    return link;
  }
  if (kind == 2) {
    network::LteLink link;
    link.name = "radio";
    link.cells = {kEdge};
    link.gateway = kEdge;
    link.ues = devices;
    return link;
  }
  network::NrLink link;
  link.name = "radio";
  link.cells = {kEdge};
  link.gateway = kEdge;
  link.ues = devices;
  link.options.bandwidth_mhz = 40;
  return link;
}

network::WiredLink wan_link(RandomStream& random) {
  network::WiredLink wan;
  wan.name = "wan";
  wan.a = kEdge;
  wan.b = kCloud;
  wan.rate = bits_per_second(10e6 * portable_pow(20, random.uniform()));
  wan.delay = seconds(random.uniform(0.005, 0.05));
  wan.wan = true;
  return wan;
}

// ---- cuts

struct Machines {
  const models::Graph& graph;
  const models::Processor &device, &edge, &cloud;
};

Duration time_of(const Machines& m, const models::Processor& where, const std::vector<LayerId>& layers) {
  if (layers.empty()) return Duration{0};
  return forward_cost(models::cost_model("regression"), m.graph, layers, where, 1).mean;
}

// Layers of the final answer; what only an early exit needs is left out.
std::vector<LayerId> computed_layers(const models::Graph& graph) {
  std::vector<LayerId> layers = graph.needed_by(graph.exits().size() - 1);
  layers.erase(layers.begin());  // the input
  return layers;
}

bool one_crosses(const models::Graph& graph, const std::vector<LayerId>& layers, std::size_t position) {
  const auto read_behind = [&](LayerId layer) {
    const std::vector<LayerId> readers = graph.consumers(layer);
    return std::any_of(readers.begin(), readers.end(), [&](LayerId reader) {
      return reader > layers[position] && std::binary_search(layers.begin(), layers.end(), reader);
    });
  };
  const auto end = layers.begin() + static_cast<std::ptrdiff_t>(position);
  return !read_behind(0) && std::none_of(layers.begin(), end, read_behind);
}

Placement cut_after(const Machines& m, const std::vector<LayerId>& layers, std::size_t count) {
  const auto middle = layers.begin() + static_cast<std::ptrdiff_t>(count);
  const models::Layer& last = m.graph.layer(count == 0 ? 0 : layers[count - 1]);
  const double elements = static_cast<double>(last.out.elements());
  const Bytes size(count == 0 ? elements : kBytesPerElement * elements);
  return {count == 0 ? "edge" : last.name(), kEdge, time_of(m, m.device, {layers.begin(), middle}),
          time_of(m, m.edge, {middle, layers.end()}), size};
}

// All chain cuts; a fused layer is no place of its own: what is behind it is as large and as far on.
std::vector<Placement> all_cuts(const Machines& m, const std::vector<LayerId>& layers) {
  std::vector<Placement> cuts{cut_after(m, layers, 0)};
  for (std::size_t i = 0; i + 1 < layers.size(); ++i) {
    const bool fused = cost_class(m.graph.layer(layers[i])) == models::CostClass::fused;
    if (!fused && one_crosses(m.graph, layers, i)) cuts.push_back(cut_after(m, layers, i + 1));
  }
  cuts.push_back({"device", kEdge, time_of(m, m.device, layers), Duration{0}, Bytes(0)});
  return cuts;
}

double nominal_s(const network::View& view, NodeId device, const Placement& placement) {
  const Duration computing = placement.device_time + placement.far_time;
  if (placement.bytes.value() < 1) return to_seconds(computing);
  return to_seconds(computing + view.nominal_time(device, placement.far, placement.bytes) +
                    view.nominal_time(placement.far, device, Bytes(8)));
}

std::vector<Placement> candidates(const network::View& view, NodeId device,
                                  const std::vector<Placement>& all) {
  std::vector<const Placement*> inner;
  double best_s = nominal_s(view, device, all.front());
  for (const Placement& cut : all) best_s = std::min(best_s, nominal_s(view, device, cut));
  for (std::size_t i = 1; i + 1 < all.size(); ++i) {
    const bool beaten = std::any_of(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(i),
                                    [&](const Placement& c) { return c.bytes <= all[i].bytes; });
    if (!beaten) inner.push_back(&all[i]);
  }
  if (inner.empty()) inner.push_back(&all[1]);
  std::stable_sort(inner.begin(), inner.end(), [&](const Placement* a, const Placement* b) {
    return nominal_s(view, device, *a) < nominal_s(view, device, *b);
  });
  while (inner.size() > kMostInner) inner.pop_back();
  while (inner.size() > 1 && nominal_s(view, device, *inner.back()) > kNominalSlack * best_s) {
    inner.pop_back();
  }
  std::vector<Placement> chosen{all.front()};
  for (const Placement* cut : inner) chosen.push_back(*cut);
  chosen.push_back(all.back());
  return chosen;
}

// Busy time of the busiest stage of the cut that is best by nominal times, for one request of each device.
double busiest_s(const network::View& view, const DecisionCase& made) {
  const NodeId device = made.devices.front();
  const auto best = std::min_element(
      made.cuts.begin(), made.cuts.end(), [&](const Placement& a, const Placement& b) {
        return nominal_s(view, device, a) < nominal_s(view, device, b);
      });
  const auto count = static_cast<double>(made.devices.size());
  double sending_s = 0;
  if (best->bytes.value() >= 1) {
    for (const NodeId d : made.devices) {
      sending_s += to_seconds(view.nominal_time(d, kEdge, best->bytes));
    }
  }
  return std::max({to_seconds(best->device_time), count * to_seconds(best->far_time), sending_s});
}

}  // namespace

DecisionCase draw_case(int number) {
  DecisionCase made;
  made.name = "decision/" + std::to_string(number);
  RandomStream random(1, made.name);
  made.topology.nodes = {{"edge", {0, 0, 10}}, {"cloud", {}}};
  const std::size_t kind = random.below(kRadios.size());
  add_devices(made, random, kRadios[kind]);
  made.topology.links = {radio_link(kind, made.devices), wan_link(random)};
  const auto library = models::DeviceLibrary::load(models::default_data_folder() / "devices");
  const char* device = any_of(random, std::array<const char*, 5>{"raspberry-pi-3b-plus", "raspberry-pi-4",
                                                                 "raspberry-pi-5", "jetson-nano",
                                                                 "snapdragon-8-gen-2"});
  const char* edge = any_of(random, std::array<const char*, 3>{"jetson-orin-nano", "jetson-agx-orin",
                                                               "aws-c5-4xlarge"});
  const char* cloud = any_of(random, std::array<const char*, 2>{"tesla-t4", "tesla-v100"});
  const models::Graph graph = models::zoo(any_of(
      random, std::array<const char*, 7>{"alexnet", "camera_cnn", "lenet", "mobilenet_v1", "mobilenet_v2",
                                         "resnet18", "vgg16"}));
  const Machines machines{graph, library.find(device).processor(), library.find(edge).processor(),
                          library.find(cloud).processor()};
  const std::vector<LayerId> layers = computed_layers(graph);
  Engine engine(1);
  const auto network = network::make_network("fluid", engine, made.topology);
  made.cuts = candidates(network->view(), made.devices.front(), all_cuts(machines, layers));
  made.cloud = {"cloud", kCloud, Duration{0}, time_of(machines, machines.cloud, layers),
                made.cuts.front().bytes};
  const double load = random.uniform(0.1, 0.7);
  made.rate_per_s = std::min(kFastestCamera, load / busiest_s(network->view(), made));
  made.text = std::string(kRadios[kind].name) + ", " + std::to_string(made.devices.size()) + " x " +
              device + ", " + edge + ", " + graph.name() + ", load " +
              exact_number(std::round(load * 100) / 100);
  return made;
}

}  // namespace lastmile::scenarios
