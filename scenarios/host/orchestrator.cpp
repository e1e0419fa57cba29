#include "scenarios/host/orchestrator.hpp"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "analysis/hdf5_merge.hpp"
#include "scenarios/host/child_process.hpp"
#include "scenarios/host/interrupt.hpp"
#include "scenarios/host/recording.hpp"
#include "scenarios/host/script_policy.hpp"
#include "sim/error.hpp"
#include "sim/progress.hpp"

namespace lastmile::scenarios {
namespace {

// Equal keys: the same trained networks, so that the second finds the first one's work in the cache.
std::string training_key(const Strategy& strategy) {
  if (!strategy.training) return "";
  return make_policy<policies::TrainingPolicy>("training policy", *strategy.training)->signature();
}

std::string run_name(const Scenario& scenario, const PlannedRun& run) {
  return scenario.strategies[run.strategy].name + ", seed " + std::to_string(run.seed) + ", " +
         run.network;
}

class Orchestrator {
 public:
  Orchestrator(const Scenario& scenario, const RunPlan& plan, const std::string& folder,
               analysis::Hdf5Sink& sink)
      : scenario_(scenario), plan_(plan), folder_(folder), sink_(sink),
        waiting_(starting_order(scenario, plan.runs)), done_(plan.runs.size(), false) {
    std::reverse(waiting_.begin(), waiting_.end());
    if (!fix_addresses_of_children()) {
      say("note: this system does not let processes have fixed addresses\n");
    }
  }

  Outcome run() {
    while (outcome_.ending == Ending::complete && (!waiting_.empty() || !running_.empty())) {
      start_more();
      wait_for_news();
      if (interrupt_.interrupted()) outcome_.ending = Ending::interrupted;
      join_ready();
    }
    running_.clear();  // kills what still runs
    if (outcome_.ending != Ending::complete) join_rest();
    return std::move(outcome_);
  }

 private:
  /// "DIR/ns3-strategy-1", made now.
  static std::string capture_folder(const RunPlan& plan, const Scenario& scenario, const PlannedRun& run) {
    const std::string& strategy = scenario.strategies[run.strategy].name;
    std::string name = run.network + "-" + strategy + "-" + std::to_string(run.seed);
    for (char& c : name) c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '-';
    const std::filesystem::path folder = std::filesystem::path(plan.pcap) / name;
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) throw ConfigError("--pcap: cannot make the folder '" + folder.string() + "'");
    return folder.string();
  }
  [[nodiscard]] std::string part_path(std::size_t run) const {
    return folder_ + "/part" + std::to_string(run) + ".h5";
  }
  [[nodiscard]] std::vector<std::string> words(std::size_t index) const {
    const PlannedRun& run = plan_.runs[index];
    std::vector<std::string> all = {
        "lastmile-sim", "worker", plan_.scenario_path,
        "--strategy=" + scenario_.strategies[run.strategy].name,
        "--seed=" + std::to_string(run.seed), "--network=" + run.network,
        "--compute=" + plan_.compute, "--threads=" + std::to_string(plan_.threads),
        "--part=" + part_path(index), "--work-cache=" + folder_ + "/cache",
        "--source-hash=" + std::to_string(source_hash(scenario_))};
    for (const std::string& set : plan_.sets) all.push_back("--set=" + set);
    if (!plan_.frozen) all.emplace_back("--no-frozen");
    all.push_back("--record=" + record_text(plan_.record));
    if (!scenario_.timings.empty()) all.push_back("--timings=" + scenario_.timings);
    for (const std::string& slowdown : scenario_.slowdowns) all.push_back("--slowdown=" + slowdown);
    if (!plan_.pcap.empty()) all.push_back("--pcap=" + capture_folder(plan_, scenario_, run));
    return all;
  }
  void start_more() {
    while (!waiting_.empty() && running_.size() < static_cast<std::size_t>(plan_.jobs)) {
      const std::size_t index = waiting_.back();
      waiting_.pop_back();
      running_.emplace(index, std::make_unique<ChildProcess>(words(index)));
    }
  }
  void wait_for_news() {
    std::vector<pollfd> descriptors;
    for (const auto& [index, child] : running_) {
      descriptors.push_back({child->progress_fd(), POLLIN, 0});
      descriptors.push_back({child->error_fd(), POLLIN, 0});
    }
    interrupt_.poll(descriptors, 1000);
    std::size_t i = 0;
    std::vector<std::size_t> ended;
    for (const auto& [index, child] : running_) {
      if (descriptors[i++].revents != 0) child->read_progress();
      if (descriptors[i++].revents != 0) child->read_errors();
      if (child->ended()) ended.push_back(index);
    }
    for (const std::size_t index : ended) finish(index);
    show_progress();
  }
  void finish(std::size_t index) {
    const std::unique_ptr<ChildProcess> child = std::move(running_.at(index));
    running_.erase(index);
    const ChildResult result = child->wait();
    outcome_.cpu_s += result.cpu_s;
    outcome_.peak_memory_bytes = std::max(outcome_.peak_memory_bytes, result.peak_memory_bytes);
    if (result.ok) {
      done_[index] = true;
      ++finished_;
      if (!child->errors().empty()) say(child->errors());
    } else if (outcome_.ending == Ending::complete) {
      note_failure(index, result, child->errors());
    }
  }
  void note_failure(std::size_t index, const ChildResult& result, const std::string& errors) {
    outcome_.ending = result.status == 2 ? Ending::bad_input : Ending::failed;
    outcome_.message = errors;
    while (!outcome_.message.empty() && outcome_.message.back() == '\n')
      outcome_.message.pop_back();
    if (outcome_.ending == Ending::bad_input) return;
    outcome_.message = "the run of " + run_name(scenario_, plan_.runs[index]) +
                       " failed: " + result.how +
                       (outcome_.message.empty() ? "" : "\n" + outcome_.message);
  }
  /// Every run of a scenario may have the same to say: once is enough.
  void say(const std::string& text) {
    if (!said_.insert(text).second) return;
    progress_.clear();
    std::fputs(text.c_str(), stderr);
  }
  void show_progress() {
    double sum = static_cast<double>(finished_);
    std::string detail;
    for (const auto& [index, child] : running_) {
      sum += child->fraction();
      if (detail.empty()) detail = run_name(scenario_, plan_.runs[index]);
    }
    progress_.update(sum / static_cast<double>(plan_.runs.size()), detail);
  }
  void join(std::size_t index) {
    const PlannedRun& run = plan_.runs[index];
    analysis::append_part(sink_, part_path(index));
    outcome_.finished.push_back(
        {run.network, scenario_.strategies[run.strategy].name, run.seed, part_path(index)});
  }
  void join_ready() {
    const std::size_t before = joined_;
    while (joined_ < done_.size() && done_[joined_]) join(joined_++);
    if (joined_ != before) sink_.flush();
  }
  /// After an interrupt or a failure there are gaps in what has finished.
  void join_rest() {
    for (std::size_t i = joined_; i < done_.size(); ++i) {
      if (done_[i]) join(i);
    }
  }

  const Scenario& scenario_;
  const RunPlan& plan_;
  const std::string& folder_;
  analysis::Hdf5Sink& sink_;
  std::vector<std::size_t> waiting_;  ///< last first
  std::vector<bool> done_;
  std::size_t joined_ = 0, finished_ = 0;
  std::map<std::size_t, std::unique_ptr<ChildProcess>> running_;
  std::set<std::string> said_;
  Progress progress_{stderr, "running"};
  InterruptGuard interrupt_;
  Outcome outcome_;
};

}  // namespace

std::vector<std::size_t> starting_order(const Scenario& scenario,
                                        const std::vector<PlannedRun>& runs) {
  std::set<std::pair<std::string, std::uint64_t>> seen;
  std::vector<std::size_t> first, later;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const std::string key = training_key(scenario.strategies[runs[i].strategy]);
    (seen.emplace(key, runs[i].seed).second ? first : later).push_back(i);
  }
  first.insert(first.end(), later.begin(), later.end());
  return first;
}

Outcome run_all(const Scenario& scenario, const RunPlan& plan, const std::string& folder,
                analysis::Hdf5Sink& sink) {
  return Orchestrator(scenario, plan, folder, sink).run();
}

}  // namespace lastmile::scenarios
