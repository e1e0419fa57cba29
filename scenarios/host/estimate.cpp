#include "scenarios/host/estimate.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <numeric>

#include "models/learn/footprint.hpp"
#include "models/network.hpp"
#include "scenarios/host/application_data.hpp"
#include "scenarios/host/forked_jobs.hpp"
#include "scenarios/host/packet_cost.hpp"
#include "scenarios/host/result_attributes.hpp"
#include "scenarios/host/simulate.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

constexpr std::size_t kMostRehearsed = 8;  // strategies
constexpr double kTimingS = 0.15;          // at least, for each of training and evaluating

/// Of one strategy and seed.
struct Rehearsed {
  double flow_s = 0, packet_s = 0, packet_bytes = 0, trained = 0, evaluated = 0, sent = 0, simulated_s = 0;
};
constexpr std::size_t kFigures = 7;

/// Seconds of one sample.
struct LearningSpeed {
  double train_s = 0, evaluate_s = 0;
};

Rehearsed rehearse(const Scenario& scenario, const Strategy& strategy, learn::Rehearsal& rehearsal) {
  RunSettings settings;
  settings.seed = scenario.seeds.front();
  settings.network = "fluid";
  settings.compute = scenario.compute == "measured" ? "roofline" : scenario.compute;
  settings.rehearsal = &rehearsal;
  TrafficCounter counter(scenario.topology);
  const double cpu_s = own_cpu_s();
  const learn::RehearsedWork before = rehearsal.work();
  simulate(scenario, strategy, settings, counter);
  const PacketCost packets = packet_cost(counter.traffic());
  return {own_cpu_s() - cpu_s,
          packets.cpu_s,
          packets.memory_bytes,
          rehearsal.work().trained - before.trained,
          rehearsal.work().evaluated - before.evaluated,
          counter.sent_bytes(),
          counter.simulated_s()};
}

/// CPU time of the best of several tries: what else runs here counts less.
template <class Work>
double timed(const Work& work) {
  double best = 1e300, total = 0;
  while (total < kTimingS) {
    const double start = own_cpu_s();
    work();
    const double took = std::max(own_cpu_s() - start, 1e-6);
    best = std::min(best, took);
    total += took;
  }
  return best;
}

LearningSpeed learning_speed(const Scenario& scenario) {
  if (scenario.answers || !scenario.data) return {};
  const Engine engine(scenario.seeds.front());
  const ApplicationData data = make_data(scenario, engine);
  const learn::Network network(models::network(scenario.model));
  learn::SgdOptions options = scenario.training.value_or(TrainingSpec()).sgd;
  options.epochs = 1;
  const auto most = static_cast<std::size_t>(std::max(16, options.batch));
  std::vector<std::uint32_t> samples(std::min(data.training.size(), most));
  std::iota(samples.begin(), samples.end(), 0U);
  const auto count = static_cast<double>(samples.size());
  const std::vector<float> start = network.initial_parameters(RandomStream(1, "init"));
  LearningSpeed speed;
  speed.evaluate_s = timed([&] { evaluate(network, start, data.training, samples); }) / count;
  if (!scenario.training) return speed;
  speed.train_s =
      timed([&] { train(network, start, data.training, samples, options, RandomStream(1, "shuffle")); }) /
      count;
  return speed;
}

/// Evenly from all of them.
std::vector<std::size_t> rehearsed_strategies(const Scenario& scenario) {
  const std::size_t all = scenario.strategies.size(), some = std::min(all, kMostRehearsed);
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < some; ++i) chosen.push_back(i * all / some);
  return chosen;
}

/// The most that this process has held at once.
double peak_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) * 1024;
}

/// In a child, whose memory grows as that of a run.
std::string rehearse_all(const Scenario& scenario) {
  const double memory = peak_memory();
  std::vector<double> figures;
  learn::Rehearsal rehearsal;
  for (const std::size_t i : rehearsed_strategies(scenario)) {
    const Rehearsed one = rehearse(scenario, scenario.strategies[i], rehearsal);
    figures.insert(figures.end(), {one.flow_s, one.packet_s, one.packet_bytes, one.trained, one.evaluated,
                                   one.sent, one.simulated_s});
  }
  const LearningSpeed speed = learning_speed(scenario);
  figures.insert(figures.end(), {speed.train_s, speed.evaluate_s, peak_memory() - memory});
  return packed(figures);
}

double training_buffers(const Scenario& scenario) {
  if (!scenario.training || scenario.answers) return 0;
  const models::Graph graph = models::network(scenario.model);
  return learn::training_footprint(graph, {16, 1, sizeof(float)}).total();  // 16 samples are a group
}

struct Sums {
  RunEstimate result;
  double scale = 1;      // runs that each rehearsed one stands for, on one network
  double different = 0;  // of the rehearsed: runs that learn something that no other has learned
};

/// What runs that start at once learn alike they learn each, for none has finished.
double copies(const Sums& sums, int jobs) {
  const double at_once = std::min(static_cast<double>(jobs), static_cast<double>(sums.result.runs));
  return std::max(1.0, at_once / std::max(1.0, sums.different * sums.scale));
}

void add(Sums& sums, const Rehearsed& one, const LearningSpeed& speed,
         const std::vector<std::string>& networks, double start_s) {
  RunEstimate& all = sums.result;
  const double learning = one.trained * speed.train_s + one.evaluated * speed.evaluate_s;
  all.learning_s += sums.scale * learning;
  sums.different += learning > all.learning_s / 10 ? 1 : 0;
  all.trained += sums.scale * one.trained;
  all.evaluated += sums.scale * one.evaluated;
  for (const std::string& network : networks) {
    const double moving = one.flow_s + (network == "ns3" ? one.packet_s : 0);
    all.start_s += sums.scale * start_s;
    all.network_s += sums.scale * moving;
    all.sent_bytes += sums.scale * one.sent;
    all.simulated_s += sums.scale * one.simulated_s;
    all.longest_s = std::max(all.longest_s, start_s + moving + learning);
  }
}

}  // namespace

RunEstimate estimate(const Scenario& scenario, const std::vector<std::string>& networks, int jobs) {
  const double start_s = own_cpu_s();  // to here, a run has done the same
  const ForkedAnswer answer = in_children({[&] { return rehearse_all(scenario); }}, 1).front();
  if (!answer.ok) throw ConfigError(answer.error);
  const std::vector<double> figures = unpacked(answer.text);
  const std::size_t rehearsed = figures.size() / kFigures;
  const double* const last = &figures[rehearsed * kFigures];
  const LearningSpeed speed{last[0], last[1]};
  Sums sums;
  RunEstimate& all = sums.result;
  const auto strategies = static_cast<double>(scenario.strategies.size());
  sums.scale = strategies / static_cast<double>(rehearsed) * static_cast<double>(scenario.seeds.size());
  all.packets = std::find(networks.begin(), networks.end(), "ns3") != networks.end();
  double ns3_bytes = 0;
  for (std::size_t i = 0; i < rehearsed; ++i) {
    const double* f = &figures[i * kFigures];
    add(sums, {f[0], f[1], f[2], f[3], f[4], f[5], f[6]}, speed, networks, start_s);
    ns3_bytes = std::max(ns3_bytes, all.packets ? f[2] : 0);
  }
  all.runs = scenario.strategies.size() * scenario.seeds.size() * networks.size();
  all.learning_s *= copies(sums, jobs);
  all.cpu_s = all.start_s + all.network_s + all.learning_s;
  all.peak_memory_bytes = peak_memory() + last[2] + training_buffers(scenario) + ns3_bytes;
  all.wall_s = std::max(all.cpu_s / std::min(jobs, static_cast<int>(all.runs)), all.longest_s);
  return all;
}

}  // namespace lastmile::scenarios
