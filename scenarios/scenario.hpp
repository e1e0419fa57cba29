// A scenario, resolved: plain data that the simulation reads. Every quantity carries its unit's
// type, every name has been checked, every default is filled in.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/learn/scenes/traffic.hpp"
#include "models/learn/synthetic.hpp"
#include "models/learn/train.hpp"
#include "network/topology.hpp"
#include "sim/schema.hpp"
#include "sim/units.hpp"

namespace lastmile::scenarios {

class Script;  // host/script.hpp

/// Nodes declared together: lm.device makes a group of one, lm.devices "name[1]" ... "name[n]".
struct Group {
  std::string name;
  std::string profile;  ///< device file; "" for a router, which computes nothing
  std::vector<network::NodeId> members;
  Place place;
};

/// A named policy and its arguments; or a function of the scenario.
struct PolicyChoice {
  std::string policy;          ///< registered name; "" for a function
  Parameters parameters;
  std::optional<int> function; ///< handle for Script::call
  Place place;
};

enum class DataPartition : std::uint8_t { iid, shards, dirichlet, quantity, by_user };

struct DataSpec {
  std::string generator = "objects";  ///< name in models/learn; "files": the user's own data
  std::string train_path = {};        ///< of files
  std::string test_path = {};         ///< the same: parts of it; empty: held out of train_path
  std::string label_column = {};      ///< CSV
  std::int64_t users = 0;             ///< drawn, where they differ; 0: one a device
  learn::TextSpec texts = {};
  learn::SensorSpec sensors = {};
  bool faults = false;                ///< of sensors: labels tell faults, not activities
  learn::SceneSpec scenes = {};
  double models_differ = 0, features_differ = 0;  ///< alpha and beta of synthetic
  int channels = 3, height = 32, width = 32;
  std::int64_t train_per_device = 0;
  std::int64_t test = 0;
  DataPartition partition = DataPartition::iid;
  double alpha = 0;                 ///< of dirichlet and quantity
  std::int64_t shards_per_device = 0;
};

/// Answers that were recorded by `lastmile evaluate --trace`.
struct AnswersSpec {
  std::string file;
  std::string network = {};  ///< of those in the file
  std::string digests = {};  ///< of what answered, and of what was asked
  Place place = {};          ///< of lm.trace{}
};

struct TrainingSpec {
  learn::SgdOptions sgd;         ///< `epochs`: over every training sample, the same for every strategy
  learn::PassSchedule schedule;  ///< of the learning rate
  double exit_weight = 0;        ///< of each early exit's loss; the final exit's is 1
};

enum class Arrivals : std::uint8_t { periodic, poisson };

struct WorkloadSpec {
  std::vector<network::NodeId> sources;  ///< who asks, and who holds the training data
  std::int64_t requests = 0;             ///< of each source
  std::int64_t frames = 1;               ///< images in a request
  Hertz rate{0};                         ///< requests per second of each source
  Arrivals arrivals = Arrivals::poisson;
};

struct Strategy {
  std::string name;
  std::optional<int> level;              ///< 0 (cloud intelligence) to 6 (all on-device)
  std::optional<PolicyChoice> training;  ///< none: the network is not trained
  PolicyChoice inference;
  std::optional<PolicyChoice> exit;      ///< none: every frame runs to the end
  Place place;
};

/// What a run records beside requests, rounds, messages and devices.
struct RecordSpec {
  bool transfers = false;  ///< of messages also airtime and retransmissions, which cost time at packet level
  bool links = false;      ///< bytes of every link by interval
  bool spans = false;      ///< every step of every request
  Duration interval = std::chrono::seconds(1);
};

struct SettableOption {
  std::string name;
  Value value;                        ///< in force
  std::vector<std::string> choices;   ///< empty: any of the default's type
  std::string doc;
  bool set = false;                   ///< by --set
};

struct SourceFile {
  std::string path;
  std::string text;
};

/// Texts that stand for the files of those paths, whatever these hold by now; may be null.
using FrozenFiles = std::shared_ptr<const std::vector<SourceFile>>;

struct Scenario {
  std::string name;
  std::string description;
  std::vector<SettableOption> options;
  network::Topology topology;
  std::vector<Place> link_places;     ///< of the call that made each link
  std::vector<Group> groups;          ///< in declaration order
  std::vector<std::string> profiles;  ///< of each node; "" computes nothing
  std::vector<Joules> batteries;      ///< of each node; 0: it needs none
  std::string model;                  ///< zoo name; "" when the scenario has none
  std::optional<DataSpec> data;
  std::optional<AnswersSpec> answers; ///< the network is not asked, its answers are these
  std::optional<TrainingSpec> training;
  std::optional<WorkloadSpec> workload;
  std::vector<Strategy> strategies;   ///< in declaration order
  std::vector<std::uint64_t> seeds;
  std::string network;                ///< backend that the scenario asks for
  std::string ranking_check;          ///< second backend, to see whether the ranking changes; or ""
  std::string compute;                ///< cost model that the scenario asks for
  std::string timings;                ///< of compute model `measured`: the file; "" otherwise
  std::vector<std::string> slowdowns; ///< likewise: "DEVICE=FACTOR"
  RecordSpec record;
  std::string resolved;               ///< all of it as one canonical text, for provenance
  std::vector<SourceFile> sources;    ///< the scenario's file first, then what it required
  std::optional<Value> sweep;         ///< what lm.sweep{} made; `run` looks past it
  FrozenFiles frozen;                 ///< as LoadOptions had them
  std::shared_ptr<Script> script;     ///< keeps the scenario's functions callable

  /// The group or node of that name ("cameras", "cameras[3]"); ConfigError at `where` with the
  /// nearest.
  [[nodiscard]] std::vector<network::NodeId> nodes_named(const std::string& name,
                                                         const Place& where) const;
};

struct LoadOptions {
  std::vector<std::string> sets;      ///< "key=value"
  std::uint64_t seed = 1;             ///< random positions are drawn from it
  FrozenFiles frozen = nullptr;
};

/// The text that is frozen under that path; null if there is none.
const std::string* frozen_text(const FrozenFiles& frozen, const std::string& path);

/// Runs the file in the sandbox and checks everything. Throws ConfigError.
Scenario load_scenario(const std::string& path, const LoadOptions& options);

/// Of all source texts and loaded plug-ins; tells a worker that a file was edited meanwhile.
std::uint64_t source_hash(const Scenario& scenario);

}  // namespace lastmile::scenarios
