// Two cameras, an edge and a cloud with little data, on a network of the test's choice.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "models/data_file.hpp"
#include "models/zoo/zoo.hpp"
#include "network/backends.hpp"
#include "policies/execute/serving.hpp"
#include "policies/execute/training.hpp"

namespace lastmile::policies {

/// 1 MB/s, and every `fails_each`-th message is lost when its time is over.
class LossyNetwork final : public network::Network, public network::View {
 public:
  LossyNetwork(Engine& engine, std::uint64_t fails_each)
      : engine_(engine), fails_each_(fails_each) {}
  network::TransferId start(const network::Transfer& what,
                            network::Completion completion) override {
    const bool ok = ++started_ % fails_each_ != 0;
    const SimTime begin = engine_.now(), end = begin + seconds(what.size.value() / 1e6);
    network::Outcome outcome;
    outcome.ok = ok;
    outcome.delivered = ok ? what.size : Bytes(0);
    outcome.started = begin;
    outcome.finished = end;
    engine_.at(end, [outcome, then = std::move(completion)] { then(outcome); });
    return started_;
  }
  void cancel(network::TransferId) override {}
  const View& view() const override { return *this; }
  Duration nominal_time(network::NodeId, network::NodeId, Bytes size) const override {
    return seconds(size.value() / 1e6);
  }
  network::RadioActivity radio_activity(network::NodeId) const override { return {}; }
  network::LinkUse link_use(network::LinkIndex) const override { return {}; }
  std::size_t in_flight() const override { return 0; }

 private:
  Engine& engine_;
  std::uint64_t fails_each_, started_ = 0;
};

class Rows final : public Recorder {
 public:
  void declare(const TableSchema& table) override { schemas_[table.name] = table; }
  void record(const std::string& table, const Row& row) override { rows_[table].push_back(row); }
  const std::vector<Row>& of(const std::string& table) { return rows_[table]; }
  double number(const std::string& table, const Row& row, const std::string& column) const {
    const Cell& cell = row[position(table, column)];
    const auto* whole = std::get_if<std::int64_t>(&cell);
    return whole != nullptr ? static_cast<double>(*whole) : std::get<double>(cell);
  }
  const std::string& text(const std::string& table, const Row& row,
                          const std::string& column) const {
    return std::get<std::string>(row[position(table, column)]);
  }

 private:
  std::size_t position(const std::string& table, const std::string& column) const {
    const auto& columns = schemas_.at(table).columns;
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const Column& c) { return c.name == column; });
    SIM_CHECK(found != columns.end(), "no column " + column);
    return static_cast<std::size_t>(found - columns.begin());
  }
  std::map<std::string, TableSchema> schemas_;
  std::map<std::string, std::vector<Row>> rows_;
};

/// Nodes 0, 1: cameras; 2: site; 3: edge; 4: cloud. Links 0: Wi-Fi, 1: wire, 2: WAN.
inline network::Topology small_topology() {
  network::Topology t;
  t.nodes = {{"cameras[1]", {5, 0, 1}},
             {"cameras[2]", {0, 6, 1}},
             {"site", {}},
             {"edge", {}},
             {"cloud", {}}};
  network::WifiLink wifi;
  wifi.name = "wifi";
  wifi.access_points = {2};
  wifi.gateway = 2;
  wifi.stations = {0, 1};
  network::WiredLink wire, wan;
  wire.name = "wire";
  wire.a = 2, wire.b = 3, wire.rate = bits_per_second(1e9);
  wan.name = "wan";
  wan.a = 2, wan.b = 4, wan.rate = bits_per_second(2e8), wan.delay = seconds(0.02), wan.wan = true;
  t.links = {wifi, wire, wan};
  return t;
}

struct SmallWorld {
  static constexpr int kPasses = 2;
  static constexpr std::size_t kImagesEach = 8;

  /// `fails_each` 0: the fluid network, which loses nothing.
  explicit SmallWorld(std::uint64_t fails_each = 0)
      : net(fails_each == 0 ? network::make_network("fluid", engine, topology)
                            : std::make_unique<LossyNetwork>(engine, fails_each)),
        world(engine, *net, topology, application(), models::cost_model("regression"), radios, rows,
              {"small", -1, 1, "test"}),
        planner(world, {{"cameras", {0, 1}}}) {
    world.add_computer(0, devices.find("raspberry-pi-4"));
    world.add_computer(1, devices.find("raspberry-pi-4"));
    world.add_computer(3, devices.find("jetson-agx-orin"));
    world.add_computer(4, devices.find("tesla-v100"));
  }
  Application application() {
    learn::Parts parts(2);
    for (std::uint32_t i = 0; i < 2 * kImagesEach; ++i) parts[i % 2].push_back(i);
    learn::SgdOptions sgd;
    sgd.epochs = kPasses;
    sgd.batch = 4;
    sgd.learning_rate = 0.01;
    return {graph, learner, training, test, {0, 1}, parts, sgd, nullptr, pool};
  }
  void run(Task<void> task) {
    Processes processes(engine);
    processes.spawn(std::move(task));
    engine.run();
    SIM_CHECK(processes.alive() == 0, "the process did not end");
  }
  /// Bytes of one kind, arrived or lost.
  double bytes(const std::string& purpose, bool arrived) {
    double sum = 0;
    for (const Row& row : rows.of("transfers")) {
      if (rows.text("transfers", row, "purpose") != purpose) continue;
      if ((rows.number("transfers", row, "ok") == 1) == arrived)
        sum += rows.number("transfers", row, "bytes");
    }
    return sum;
  }

  Engine engine{1};
  network::Topology topology = small_topology();
  models::Graph graph = models::camera_cnn();
  learn::Network learner{graph};
  learn::Dataset training = learn::draw_objects(2 * kImagesEach, RandomStream(1, "training"));
  learn::Dataset test = learn::draw_objects(10, RandomStream(1, "test"));
  learn::ThreadPool pool{1};
  models::DeviceLibrary devices =
      models::DeviceLibrary::load(models::default_data_folder() / "devices");
  models::RadioLibrary radios =
      models::RadioLibrary::load(models::default_data_folder() / "radios");
  Rows rows;
  std::unique_ptr<network::Network> net;
  World world;
  Planner planner;
};

}  // namespace lastmile::policies
