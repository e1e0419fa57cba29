#include "scenarios/host/simulate.hpp"

#include <numeric>
#include <optional>

#include "models/cost.hpp"
#include "models/data_file.hpp"
#include "models/learn/fit.hpp"
#include "models/network.hpp"
#include "network/backends.hpp"
#include "policies/execute/serving.hpp"
#include "policies/execute/training.hpp"
#include "scenarios/host/application_data.hpp"
#include "scenarios/host/compute_model.hpp"
#include "scenarios/host/link_series.hpp"
#include "scenarios/host/recorded_answers.hpp"
#include "scenarios/host/script_policy.hpp"

namespace lastmile::scenarios {
namespace {

using policies::World;

// Everything that one run owns, built in the order in which things depend on each other.
class Run {
 public:
  Run(const Scenario& scenario, const Strategy& strategy, const RunSettings& settings, Recorder& recorder);
  void operator()();

 private:
  policies::Application application();
  network::BackendOptions backend_options() const;
  policies::Weights untrained();
  Task<void> live();
  Task<void> train();
  Task<void> serve();

  const Scenario& scenario_;
  const Strategy& strategy_;
  const RunSettings& settings_;
  Engine engine_;
  models::DeviceLibrary devices_ = models::DeviceLibrary::load_default();
  models::RadioLibrary radios_ = models::RadioLibrary::load(models::default_data_folder() / "radios");
  models::Graph graph_;
  learn::Network network_;
  std::optional<RecordedAnswers> trace_;
  ApplicationData data_;
  std::optional<learn::WorkCache> cache_;
  learn::ThreadPool pool_;
  std::unique_ptr<network::Network> backend_;
  std::shared_ptr<const models::CostModel> compute_;
  World world_;
  std::optional<LinkSeries> link_series_;
  policies::Planner planner_;
  std::unique_ptr<policies::TrainingPolicy> training_;
  std::unique_ptr<policies::InferencePolicy> inference_;
  std::unique_ptr<policies::ExitPolicy> exit_;
  policies::Trained trained_;
  Processes processes_;
};

policies::Groups groups_of(const Scenario& scenario) {
  policies::Groups groups;
  for (const Group& group : scenario.groups) groups[group.name] = group.members;
  return groups;
}

std::optional<learn::WorkCache> cache_of(const RunSettings& settings) {
  if (settings.rehearsal != nullptr) return learn::WorkCache(*settings.rehearsal);
  if (settings.work_cache_dir.empty()) return std::nullopt;
  return learn::WorkCache(settings.work_cache_dir);
}

const Scenario& complete(const Scenario& scenario, const Strategy& strategy) {
  if (scenario.model.empty() || !scenario.workload || (!scenario.data && !scenario.answers) ||
      (!scenario.training && strategy.training)) {
    throw ConfigError(scenario.name + ": a run needs model, workload, data (or answers) and, where a "
                                      "strategy trains, training in lm.scenario{}");
  }
  return scenario;
}

/// Of the model's file, where nobody trains it and its answers are not recorded.
policies::Weights learned_weights(const Scenario& scenario, const Strategy& strategy,
                                  const learn::Network& network) {
  if (strategy.training || scenario.answers || !models::is_network_file(scenario.model)) return nullptr;
  std::vector<float> own = learn::parameters_of(models::import_network(scenario.model, {}), network);
  if (own.empty()) return nullptr;
  return std::make_shared<const std::vector<float>>(std::move(own));
}

Run::Run(const Scenario& scenario, const Strategy& strategy, const RunSettings& settings, Recorder& recorder)
    : scenario_(complete(scenario, strategy)), strategy_(strategy), settings_(settings), engine_(settings.seed),
      graph_(models::network(scenario.model)), network_(graph_), trace_(recorded_answers(scenario)),
      data_(scenario.data ? make_data(scenario, engine_, settings.threads) : data_of(*trace_, scenario)),
      cache_(cache_of(settings)), pool_(settings.threads),
      backend_(network::make_network(settings.network, engine_, scenario.topology, backend_options())),
      compute_(compute_model(scenario, settings.compute)),
      world_(engine_, *backend_, scenario.topology, application(), *compute_, radios_,
             recorder,
             {strategy.name, strategy.level.value_or(-1), static_cast<std::int64_t>(settings.seed), settings.network}),
      planner_(world_, groups_of(scenario)), inference_(make_inference(scenario, strategy.inference)),
      processes_(engine_) {
  if (!trace_) {  // which may be of a network that saw the data in another size
    learn::check_answers(network_, data_.training);
    learn::check_answers(network_, data_.test);
  }
  for (network::NodeId node = 0; node < scenario.profiles.size(); ++node) {
    if (!scenario.profiles[node].empty()) world_.add_computer(node, devices_.find(scenario.profiles[node]));
    if (scenario.batteries[node].value() > 0) world_.set_battery(node, scenario.batteries[node]);
  }
  if (settings.record.spans) world_.record_spans();
  if (settings.record.links) link_series_.emplace(world_, settings.record.interval);
  if (strategy.training) training_ = make_policy<policies::TrainingPolicy>("training policy", *strategy.training);
  if (strategy.exit) exit_ = make_policy<policies::ExitPolicy>("exit policy", *strategy.exit);
}

network::BackendOptions Run::backend_options() const {
  network::BackendOptions options;
  options.frozen = settings_.frozen;
  options.records = settings_.record.transfers;
  options.pcap = settings_.pcap;
  return options;
}

policies::Application Run::application() {
  const TrainingSpec spec = scenario_.training.value_or(TrainingSpec());
  learn::SgdOptions sgd = spec.sgd;
  sgd.exit_weights.assign(graph_.exits().size(), spec.exit_weight);
  sgd.exit_weights.back() = 1.0;
  std::shared_ptr<const learn::Evaluation> recorded;
  if (trace_)
    recorded = std::make_shared<const learn::Evaluation>(
        scenario_.data ? chosen(*trace_, data_.test, scenario_) : trace_->answers);
  return {graph_,      network_, data_.training, data_.test, scenario_.workload->sources,
          data_.parts, sgd,      cache_ ? &*cache_ : nullptr, pool_, spec.schedule,
          learned_weights(scenario_, strategy_, network_), std::move(recorded)};
}

/// With recorded answers nobody looks at the weights.
policies::Weights Run::untrained() {
  const policies::Application& a = world_.application;
  if (a.recorded != nullptr) return std::make_shared<const std::vector<float>>();
  return a.learned != nullptr ? a.learned : policies::initial_weights(world_);
}

Task<void> Run::train() {
  policies::RoundLog log(world_, exit_.get());
  if (training_ == nullptr) {
    trained_.shared = untrained();
    trained_.holder = world_.application.devices.front();
    log.add(0, 0, {trained_.shared});
  } else {
    const policies::TrainingPlan plan = training_->plan(world_.application.devices, planner_);
    using Kind = policies::TrainingPlan::Kind;
    if (plan.kind == Kind::central) co_await policies::train_central(world_, plan, log, trained_);
    if (plan.kind == Kind::federated) co_await policies::train_federated(world_, *training_, plan, log, trained_);
    if (plan.kind == Kind::gossip) co_await policies::train_gossip(world_, *training_, plan, log, trained_);
  }
  log.flush();
}

Task<void> Run::serve() {
  const policies::Application& a = world_.application;
  std::vector<std::shared_ptr<const learn::Evaluation>> answers;
  for (std::size_t d = 0; d < a.devices.size(); ++d) {
    const bool same = d > 0 && trained_.shared != nullptr;
    answers.push_back(same ? answers.front()
                           : std::make_shared<const learn::Evaluation>(
                                 policies::evaluate_model(a, trained_.of_device(d)).last_places()));
  }
  if (a.learned != nullptr || a.recorded != nullptr)
    policies::learn_exits({*answers.front()}, exit_.get(), planner_);
  else
    policies::learn_exits(world_, trained_, exit_.get(), planner_);
  policies::Service service{*inference_, exit_.get(), planner_, std::move(answers), trained_.out_of_memory};
  policies::Workload workload;
  workload.requests = scenario_.workload->requests;
  workload.frames = static_cast<int>(scenario_.workload->frames);
  workload.rate_per_s = scenario_.workload->rate.value();
  workload.poisson = scenario_.workload->arrivals == Arrivals::poisson;
  co_await policies::deploy(world_, trained_, service, workload.frames);
  world_.close_phase();
  settings_.progress(0.5);
  co_await policies::serve_all(world_, service, workload);
  world_.close_phase();
}

Task<void> Run::live() {
  co_await train();
  co_await serve();
  engine_.stop();  // ns-3's beacons would go on for ever
}

void Run::operator()() {
  processes_.spawn(live());
  engine_.run();
  SIM_CHECK(processes_.alive() <= 1, "processes left behind");
  if (link_series_) link_series_->finish();
  policies::record_devices(world_);
  settings_.progress(1.0);
}

}  // namespace

void simulate(const Scenario& scenario, const Strategy& strategy, const RunSettings& settings,
              Recorder& recorder) {
  try {
    Run run(scenario, strategy, settings, recorder);
    run();
  } catch (const ConfigError& error) {
    const std::string& file = scenario.sources.front().path;
    if (std::string_view(error.what()).substr(0, file.size()) == file) throw;
    throw ConfigError(file + ": strategy '" + strategy.name + "': " + error.what());
  }
}

}  // namespace lastmile::scenarios
