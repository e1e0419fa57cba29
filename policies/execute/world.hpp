// What the loops of policies/execute/ act on: engine, network, processors, the application's data and
// model, and the accounts. Holds references; whoever builds it outlives it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/cost.hpp"
#include "models/device.hpp"
#include "models/energy.hpp"
#include "models/learn/cached.hpp"
#include "models/learn/partition_data.hpp"
#include "models/memory.hpp"
#include "network/network.hpp"
#include "network/routes.hpp"
#include "policies/execute/accounts.hpp"
#include "policies/execute/radio_profiles.hpp"
#include "policies/execute/running_jobs.hpp"
#include "policies/execute/spans.hpp"
#include "policies/view.hpp"
#include "sim/process.hpp"
#include "sim/recorder.hpp"
#include "sim/resource.hpp"

namespace lastmile::policies {

/// The labels that every recorded row of this run starts with.
struct RunLabels {
  std::string strategy;
  std::int64_t level = -1;  ///< -1: none
  std::int64_t seed = 1;
  std::string network;
};
std::vector<Column> label_columns();
Row label_cells(const RunLabels& labels);

/// A node that computes: its profile, the queue before its processor (first in, first out) and what runs there.
struct Computer {
  Computer(Engine& engine, const models::DeviceProfile& p);
  const models::DeviceProfile* profile;
  const models::Processor* processor;
  Resource queue;
  std::unique_ptr<RunningJobs> jobs;  ///< null: one at a time, never too hot
  models::Exposure departure;  ///< of the time at which the last work ended
};

/// What processors did for one request or one training.
struct Usage {
  Duration queued{}, computing{};
  /// Of the time at which it ended, which waiting hands on from the work before: exact to first order for
  /// queues, if transfers take as long whenever they start (infinitesimal perturbation analysis; Ho, Cao
  /// 1991, "Perturbation Analysis of Discrete Event Dynamic Systems", remembered).
  models::Exposure path;
};

struct Battery {
  Joules capacity;
  std::optional<SimTime> empty_since;  ///< when that was seen
};

/// What is learned from and what is asked about.
struct Application {
  const models::Graph& graph;
  const learn::Network& network;
  const learn::Dataset& training_data;
  const learn::Dataset& test_data;
  std::vector<network::NodeId> devices;  ///< who holds training data and asks, in order
  learn::Parts parts;                    ///< training samples of each of them
  learn::SgdOptions sgd;                 ///< `epochs`: total passes over every sample
  const learn::WorkCache* cache;         ///< may be null
  learn::ThreadPool& pool;
  learn::PassSchedule schedule = {};     ///< of the learning rate, in passes over a trainer's own samples
  /// What the network knows where nobody trains it; null: drawn at random.
  std::shared_ptr<const std::vector<float>> learned = nullptr;
  /// Its answers to the test data; null: it is asked.
  std::shared_ptr<const learn::Evaluation> recorded = nullptr;
};

class World {
 public:
  World(Engine& engine, network::Network& network, const network::Topology& topology, Application application,
        const models::CostModel& cost_model, const models::RadioLibrary& radios, Recorder& recorder,
        RunLabels labels);

  /// From now on every step is recorded.
  void record_spans() { spans = std::make_unique<Spans>(*this); }
  void add_computer(network::NodeId node, const models::DeviceProfile& profile);
  /// ConfigError when the node computes nothing.
  [[nodiscard]] Computer& computer(network::NodeId node);
  [[nodiscard]] const Computer& computer(network::NodeId node) const;
  [[nodiscard]] bool computes(network::NodeId node) const { return computers_[node] != nullptr; }

  /// What the node may use in all, idling included; then it goes down for good. Looked at when it computes,
  /// sends or gets something, not between.
  void set_battery(network::NodeId node, Joules capacity);
  /// False once its battery is empty; brings that up to date.
  bool alive(network::NodeId node);
  /// Since the start: idling, computing that has ended, radios.
  [[nodiscard]] Joules used(network::NodeId node) const;

  /// Occupies the node's processor for that long, or longer where others run beside it or the device is hot.
  /// False if the node's battery was empty before it was done.
  Task<bool> compute(network::NodeId node, models::Drawn work, Usage& usage, models::Demand demand = {},
                     Branch* branch = nullptr);
  /// Moves bytes of one kind over TCP, records and accounts them. False if they did not arrive.
  Task<bool> send(network::NodeId from, network::NodeId to, Bytes size, Purpose purpose, Branch* branch = nullptr);
  /// Sends again until it has arrived: a failed connection is the application's to repeat, at once; a node
  /// that is away is asked again every second. False if the battery of either is empty.
  Task<bool> deliver(network::NodeId from, network::NodeId to, Bytes size, Purpose purpose);

  [[nodiscard]] bool crosses_wan(network::NodeId from, network::NodeId to) const;
  /// Ends the phase that runs: what radios did since the last call belongs to it.
  void close_phase();
  [[nodiscard]] Phase phase() const { return phase_; }
  [[nodiscard]] Duration phase_length(Phase phase) const { return phase_length_[static_cast<std::size_t>(phase)]; }
  /// Notes a working set of the node. False, and noted as such, if the device has not that much.
  bool take_memory(network::NodeId node, const models::MemoryNeed& need);
  [[nodiscard]] const std::map<network::NodeId, Battery>& batteries() const { return batteries_; }

  Engine& engine;
  network::Network& network;
  const network::Topology& topology;
  Application application;
  const models::CostModel& cost_model;
  models::CostSampler sampler;
  const models::RadioLibrary& radios;
  Recorder& recorder;
  RunLabels labels;
  network::Routes routes;
  RadioProfiles radio_profiles;
  std::vector<NodeAccount> accounts;
  std::unique_ptr<Spans> spans;  ///< null: nobody asked for them

 private:
  Task<network::Outcome> attempt(network::NodeId from, network::NodeId to, Bytes size, Purpose purpose,
                                 Branch* branch = nullptr);

  std::vector<std::unique_ptr<Computer>> computers_;
  std::vector<network::RadioActivity> radio_at_start_;
  std::map<network::NodeId, Battery> batteries_;
  Phase phase_ = Phase::training;
  SimTime phase_start_{};
  std::array<Duration, kPhases> phase_length_{};
};

/// Energy above idle of one node in one phase: computing, and its radios (those with states: all of it).
Joules compute_joules(const World& world, network::NodeId node, Phase phase);
/// Of compute_joules, from the cost model's own error.
Joules compute_standard_error(const World& world, network::NodeId node, Phase phase);
Joules radio_joules(const World& world, network::NodeId node, Phase phase);

}  // namespace lastmile::policies
