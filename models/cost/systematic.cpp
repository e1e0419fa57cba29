#include "models/cost/systematic.hpp"

#include <cmath>

#include "models/cost.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

constexpr double kSharedShare = 0.5;  // q

}  // namespace

SystematicSplit split_systematic(double relative, double concentration) {
  SIM_CHECK(relative >= 0 && concentration > 0 && concentration <= 1 + 1e-9, "split of an error");
  const double whole = relative * relative, shared = kSharedShare * whole;
  const double typed = ((1 + whole) / (1 + shared) - 1) / concentration;
  return {std::sqrt(shared), std::sqrt(typed)};
}

double concentration(const CostModel& model, const Graph& graph, const Processor& processor) {
  std::array<double, cost_classes> of_type{};
  double sum = 0;
  for (const LayerId id : all_layers(graph)) {
    const double mean = to_seconds(model.layer(graph, id, processor, 1).mean);
    of_type.at(static_cast<std::size_t>(cost_class(graph.layer(id)))) += mean;
    sum += mean;
  }
  if (sum <= 0) return 1;
  double squares = 0;
  for (const double one : of_type) squares += one * one / (sum * sum);
  return squares;
}

SystematicDraws::SystematicDraws(std::uint64_t seed, const std::string& component)
    : shared(RandomStream(seed, component).normal()) {
  for (std::size_t i = 0; i < cost_classes; ++i) {
    const std::string type(to_string(static_cast<CostClass>(i)));
    typed.at(i) = RandomStream(seed, component + "/" + type).normal();
  }
}

double lognormal_factor(double relative, double draw) {
  const double variance = portable_log(1.0 + relative * relative);
  return portable_exp(std::sqrt(variance) * draw - 0.5 * variance);
}

}  // namespace lastmile::models
