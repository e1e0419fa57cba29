#include <algorithm>

#include "models/cost.hpp"

namespace lastmile::models {
namespace {

// Lognormal with mean 1 and the given standard deviation, from one standard normal draw.
double lognormal_factor(double relative, double draw) {
  const double variance = portable_log(1.0 + relative * relative);
  return portable_exp(std::sqrt(variance) * draw - 0.5 * variance);
}

}  // namespace

CostSampler::CostSampler(const CostModel& model, RandomStream stream, bool exact)
    : model_(&model), noise_(stream), seed_(noise_.next_u64()), exact_(exact) {}

double CostSampler::systematic_factor(const Processor& processor, CostClass type, double relative) {
  if (exact_ || relative <= 0) return 1.0;
  const std::string component = processor.device + "/" + processor.name;
  const auto [entry, fresh] = factors_.try_emplace({component, type}, 1.0);
  if (fresh) {
    RandomStream own(seed_, component + "/" + std::string(to_string(type)));
    entry->second = lognormal_factor(relative, own.normal());
  }
  return entry->second;
}

double CostSampler::noise(double relative) {
  return exact_ || relative <= 0 ? 1.0 : lognormal_factor(relative, noise_.normal());
}

Duration CostSampler::forward(const Graph& graph, const std::vector<LayerId>& layers,
                              const Processor& processor, int batch) {
  if (exact_) return forward_cost(*model_, graph, layers, processor, batch).mean;
  double sum = 0;
  double spread = 0;
  for (const LayerId id : layers) {
    const Cost one = model_->layer(graph, id, processor, batch);
    const CostClass type = cost_class(graph.layer(id));
    sum += to_seconds(one.mean) * systematic_factor(processor, type, one.systematic_relative);
    spread = std::max(spread, one.noise_relative);
  }
  return sum > 0 ? seconds(sum * noise(spread)) : Duration{0};
}

Duration CostSampler::training(const Graph& graph, const Processor& processor, int batch) {
  const Duration once = forward(graph, all_layers(graph), processor, batch);
  return seconds(to_seconds(once) * (1.0 + processor.backward_over_forward));
}

}  // namespace lastmile::models
