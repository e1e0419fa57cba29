#include "scenarios/host/network_cells.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>

#include "network/backends.hpp"
#include "scenarios/host/forked_jobs.hpp"
#include "sim/random.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

using network::NodeId;
constexpr int kLeastTransfers = 30, kMostTransfers = 120, kRounds = 3;
constexpr double kMostBytes = 6e6;  // of the more than 30 transfers that short messages have
constexpr std::uint64_t kSeed = 1;

void add_wires(network::Topology& topology, const Cell& cell) {
  const bool wan = cell.technology == Technology::wan;
  for (NodeId i = 1; i < topology.nodes.size(); ++i) {
    network::WiredLink wire;
    wire.name = "wire" + std::to_string(i);
    wire.b = i;
    wire.rate = bits_per_second(wan ? 200e6 : 100e6);
    wire.delay = seconds(wan ? 0.02 : 0.0005);
    wire.wan = wan;
    topology.links.push_back(wire);
  }
}

network::Link lte_cell(const std::vector<NodeId>& ues) {
  network::LteLink link;
  link.name = "cell";
  link.cells = {0};
  link.ues = ues;
  return link;
}

network::Link nr_cell(const std::vector<NodeId>& ues) {
  network::NrLink link;
  link.name = "cell";
  link.cells = {0};
  link.ues = ues;
  link.options.bandwidth_mhz = 40;
  link.options.environment = network::NrEnvironment::umi;
  link.options.sight = network::NrSight::always;
  link.options.shadowing = false;
  return link;
}

network::Link adhoc_network(std::vector<NodeId> members) {
  network::AdhocLink link;
  link.name = "d2d";
  members.insert(members.begin(), 0);
  link.members = members;
  return link;
}

network::Link wifi_network(const std::vector<NodeId>& stations, network::WifiStandard standard) {
  network::WifiLink link;
  link.name = "wifi";
  link.standard = standard;
  link.access_points = {0};
  link.stations = stations;
  return link;
}

network::Link radio_link(Technology technology, const std::vector<NodeId>& stations) {
  using network::WifiStandard;
  switch (technology) {
    case Technology::lte: return lte_cell(stations);
    case Technology::nr: return nr_cell(stations);
    case Technology::adhoc: return adhoc_network(stations);
    case Technology::wifi_n: return wifi_network(stations, WifiStandard::n);
    case Technology::wifi_ac: return wifi_network(stations, WifiStandard::ac);
    default: return wifi_network(stations, WifiStandard::ax);
  }
}

// Wires of several stations share one behind the hub, so that they have something to share.
NodeId hub_of(network::Topology& topology, const Cell& cell) {
  network::WiredLink wire;
  wire.name = "shared";
  wire.a = 0;
  wire.b = static_cast<NodeId>(topology.nodes.size());
  wire.rate = bits_per_second(cell.technology == Technology::wan ? 200e6 : 100e6);
  wire.delay = seconds(0.0005);
  topology.nodes.push_back({"server", {}});
  topology.links.push_back(wire);
  return wire.b;
}

bool wired(const Cell& cell) {
  return cell.technology == Technology::wire || cell.technology == Technology::wan;
}

// Short messages are cheap: more of them, for means that depend less on chance.
int transfers_of(const Cell& cell) {
  const auto cheap = static_cast<int>(std::min<double>(kMostTransfers, kMostBytes / cell.bytes));
  const int least = std::max({kLeastTransfers, cheap, kRounds * cell.stations});
  return (least + cell.stations - 1) / cell.stations * cell.stations;
}

// Everything that happens in one cell.
class CellRun {
 public:
  CellRun(const Cell& cell, network::Network& net, Engine& engine, double saturation)
      : cell_(cell), net_(net), engine_(engine), random_(kSeed, "cell"), saturation_(saturation),
        centre_(wired(cell) && cell.stations > 1 ? static_cast<NodeId>(cell.stations + 1) : 0) {
    left_ = total_ = transfers_of(cell);
  }
  CellResult run() {
    if (cell_.load <= 0) next_alone(0);
    else if (cell_.load >= 1) for (int i = 0; i < cell_.stations; ++i) next_saturated(i);
    else arrive();
    engine_.run();
    const double span_s = to_seconds(engine_.now());
    return {sum_s_ / total_, total_ * cell_.bytes / span_s, static_cast<double>(total_)};
  }

 private:
  void send(int station, std::function<void()> then) {
    --left_;
    const auto other = static_cast<NodeId>(station + 1);
    const NodeId from = cell_.up ? other : centre_, to = cell_.up ? centre_ : other;
    net_.start(network::Transfer(from, to, Bytes(cell_.bytes)),
               [this, then = std::move(then)](const network::Outcome& outcome) {
                 sum_s_ += to_seconds(outcome.finished - outcome.started);
                 if (++ended_ == total_) engine_.stop();
                 else then();
               });
  }
  void next_alone(int station) {
    if (left_ == 0) return;
    send(station, [this, station] {
      // Not a whole number of radio frames, or all messages would meet them at one point.
      engine_.after(seconds(0.1 + random_.uniform(0, 0.01)), [this, station] { next_alone((station + 1) % cell_.stations); });
    });
  }
  void next_saturated(int station) {
    if (left_ > 0) send(station, [this, station] { next_saturated(station); });
  }
  void arrive() {
    if (left_ == 0) return;
    const double mean_s = cell_.bytes / (cell_.load * saturation_);
    engine_.after(seconds(-mean_s * portable_log(1 - random_.uniform(0, 1))), [this] {
      send(static_cast<int>(random_.below(static_cast<std::uint64_t>(cell_.stations))), [] {});
      arrive();
    });
  }

  const Cell& cell_;
  network::Network& net_;
  Engine& engine_;
  RandomStream random_;
  double saturation_;
  NodeId centre_;
  int left_ = 0, total_ = 0, ended_ = 0;
  double sum_s_ = 0;
};

std::string run_in_child(const Cell& cell, double saturation) {
  Engine engine(kSeed);
  const network::Topology topology = cell_topology(cell);
  const auto net = network::make_network("ns3", engine, topology);
  const CellResult result = run_cell(cell, *net, engine, saturation);
  return packed({result.mean_s, result.goodput, result.transfers});
}

std::vector<CellResult> run_children(const std::vector<Cell>& cells,
                                     const std::vector<double>& saturation, int processes) {
  std::vector<ForkedJob> jobs;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    jobs.emplace_back([&, i] { return run_in_child(cells[i], saturation[i]); });
  }
  std::vector<CellResult> results(cells.size());
  const std::vector<ForkedAnswer> answers = in_children(jobs, processes);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!answers[i].ok) {
      std::fprintf(stderr, "%s: %s\n", cell_name(cells[i]).c_str(), answers[i].error.c_str());
      continue;
    }
    const std::vector<double> figures = unpacked(answers[i].text);
    results[i] = {figures[0], figures[1], figures[2]};
  }
  return results;
}

}  // namespace

const char* technology_name(Technology technology) {
  constexpr const char* names[] = {"wi-fi", "lte", "nr", "wire", "wan", "802.11n", "802.11ac", "ad hoc"};
  return names[static_cast<int>(technology)];
}

std::string cell_name(const Cell& cell) {
  return std::string(technology_name(cell.technology)) + " " + std::to_string(cell.stations) +
         "x " + exact_number(cell.metres) + " m " + exact_number(cell.bytes / 1e3) + " kB " +
         (cell.up ? "up" : "down") + " load " + exact_number(cell.load);
}

network::Topology cell_topology(const Cell& cell) {
  network::Topology topology;
  topology.nodes.push_back({"centre", {}});
  std::vector<NodeId> stations;
  for (int i = 0; i < cell.stations; ++i) {
    const double share = cell.stations == 1 ? 0 : static_cast<double>(i) / (cell.stations - 1);
    const double range = cell.metres * (1 + share);
    const double x = (i % 2 == 0 ? 0.8 : -0.6) * range, y = (i % 2 == 0 ? 0.6 : 0.8) * range;
    stations.push_back(static_cast<NodeId>(topology.nodes.size()));
    topology.nodes.push_back({"s" + std::to_string(i + 1), {x, y, 0}});
  }
  if (wired(cell)) {
    add_wires(topology, cell);
    if (cell.stations > 1) hub_of(topology, cell);
  } else {
    topology.links.push_back(radio_link(cell.technology, stations));
  }
  return topology;
}

CellResult run_cell(const Cell& cell, network::Network& net, Engine& engine, double saturation) {
  return CellRun(cell, net, engine, saturation).run();
}

std::vector<CellResult> cells_at_packet_level(const std::vector<Cell>& cells, int processes,
                                              std::vector<double>& saturation) {
  std::vector<Cell> saturated;
  std::vector<std::size_t> place;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].load <= 0 || cells[i].load >= 1) continue;
    saturated.push_back(cells[i]);
    saturated.back().load = 1;
    place.push_back(i);
  }
  const std::vector<double> none(saturated.size(), 0.0);
  const std::vector<CellResult> first = run_children(saturated, none, processes);
  saturation.assign(cells.size(), 0.0);
  for (std::size_t i = 0; i < place.size(); ++i) saturation[place[i]] = first[i].goodput;
  return run_children(cells, saturation, processes);
}

bool has_packet_level() {
  const auto names = network::backend_names();
  return std::find(names.begin(), names.end(), "ns3") != names.end();
}

}  // namespace lastmile::scenarios
