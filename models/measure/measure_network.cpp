#include "models/measure/measure_network.hpp"

#include <algorithm>

#include "models/lower.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

struct Sum {
  double seconds = 0, spread = 0;
  int steps = 0;
};

double median(const Json& step) {
  const double seconds = step.at("median_s").number();
  if (seconds <= 0) throw ConfigError(step.place() + ": a time of " + std::to_string(seconds) + " s");
  return seconds;
}

}  // namespace

std::vector<int> measured_batches(int most) {
  std::vector<int> batches;
  for (int batch = 1; batch < most; batch *= 2) batches.push_back(batch);
  batches.push_back(most);
  return batches;
}

Timings describe_machine(KernelProcess& kernels) {
  const Json answer = kernels.ask("environment");
  Timings timings;
  timings.architecture = answer.at("architecture").text();
  timings.cpu = answer.at("cpu_model").text();
  timings.isa = kernels.greeting().at("isa").text();
  timings.environment = answer.at("compiler").text() + ", " + answer.at("kernel").text() + ", " +
                        answer.at("machine").text() + ", governor '" + answer.at("governor").text() + "'";
  return timings;
}

void measure_network(const Graph& graph, int batch, KernelProcess& kernels, Timings& timings) {
  const Lowered lowered = lower(graph, batch);
  const Json answer = kernels.ask(kernels::text(lowered.program) + "end");
  const Json::List& steps = answer.at("steps").list();
  if (steps.size() != lowered.program.steps.size()) {
    throw ConfigError("the timing program answered " + std::to_string(steps.size()) + " steps of " +
                      std::to_string(lowered.program.steps.size()));
  }
  std::map<std::string, Sum> sums;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    Sum& sum = sums[kernels::text(lowered.program.steps[i].call)];
    sum.seconds += median(steps[i]);
    sum.spread += steps[i].at("spread_s").number();
    ++sum.steps;
  }
  for (const auto& [call, sum] : sums)
    timings.calls[call] = {sum.seconds / sum.steps, sum.spread / sum.seconds};
}

}  // namespace lastmile::models
