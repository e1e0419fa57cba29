#include "scenarios/host/compute_model.hpp"

#include <algorithm>
#include <cstdio>

#include "models/measure/measure_network.hpp"
#include "models/network.hpp"
#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {

std::shared_ptr<const models::CostModel> compute_model(const Scenario& scenario, const std::string& name) {
  if (name != "measured") return {std::shared_ptr<const models::CostModel>{}, &models::cost_model(name)};
  models::Timings timings = models::read_timings(scenario.timings);
  models::check_architecture(timings, models::own_architecture(), scenario.timings);
  return std::make_shared<models::Measured>(std::move(timings), slowdowns_from(scenario.slowdowns));
}

models::Slowdowns slowdowns_from(const std::vector<std::string>& texts) {
  models::Slowdowns slowdowns;
  for (const std::string& text : texts) {
    const std::size_t is = text.find('=');
    const double factor = is == std::string::npos ? 0 : parse_number(text.substr(is + 1));
    if (factor <= 0)
      throw ConfigError("--slowdown " + text + ": expected DEVICE=FACTOR with a factor above 0");
    const models::DeviceLibrary library = models::DeviceLibrary::load_default();
    slowdowns[library.find(text.substr(0, is)).name] = factor;
  }
  return slowdowns;
}

// One process after the other: two at once would slow each other.
models::Timings measure_scenario(const Scenario& scenario) {
  const models::Graph graph = models::network(scenario.model);
  models::KernelProcess kernels;
  models::Timings timings = models::describe_machine(kernels);
  const std::int64_t most = std::max<std::int64_t>(scenario.workload->frames,
                                                   scenario.training ? scenario.training->sgd.batch : 1);
  for (const int batch : models::measured_batches(static_cast<int>(most))) {
    models::measure_network(graph, batch, kernels, timings);
  }
  return timings;
}

}  // namespace lastmile::scenarios
