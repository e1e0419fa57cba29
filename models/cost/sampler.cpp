#include <algorithm>

#include "models/cost.hpp"
#include "models/energy.hpp"

namespace lastmile::models {

Drawn& Drawn::operator+=(const Drawn& other) {
  time += other.time;
  exposure += other.exposure;
  work += other.work;
  return *this;
}

CostSampler::CostSampler(const CostModel& model, RandomStream stream, bool exact)
    : model_(&model), noise_(stream), seed_(noise_.next_u64()), exact_(exact) {}

void CostSampler::redraw_systematic(std::uint64_t draw) {
  seed_ = mix(seed_, draw);
  components_.clear();
}

CostSampler::Component& CostSampler::component(const Graph& graph, const Processor& processor) {
  const std::string name = processor.device + "/" + processor.name;
  const std::string key = name + " " + graph.name();
  const auto found = components_.find(key);
  if (found != components_.end()) return found->second;
  const std::size_t first = errors_.try_emplace(name, errors_.size() * (1 + cost_classes)).first->second;
  return components_
      .try_emplace(key, seed_, name, first, concentration(*model_, graph, processor))
      .first->second;
}

const CostSampler::Factor& CostSampler::factor(Component& component, CostClass type, double relative) {
  const auto index = static_cast<std::size_t>(type);
  Factor& known = component.factors.at(index);
  if (known.relative == relative) return known;
  const SystematicSplit split = split_systematic(relative, component.concentration);
  const double shared = lognormal_factor(split.shared, component.draws.shared);
  const double typed = lognormal_factor(split.typed, component.draws.typed.at(index));
  known = {relative, shared * typed, split};
  return known;
}

double CostSampler::systematic_factor(const Graph& graph, const Processor& processor, CostClass type,
                                      double relative) {
  if (exact_ || relative <= 0) return 1.0;
  return factor(component(graph, processor), type, relative).value;
}

double CostSampler::noise(double relative) {
  return exact_ || relative <= 0 ? 1.0 : lognormal_factor(relative, noise_.normal());
}

Drawn CostSampler::forward(const Graph& graph, const std::vector<LayerId>& layers,
                           const Processor& processor, int batch) {
  Drawn drawn = time_of(graph, layers, processor, batch);
  if (processor.energy) drawn.work = work_of(graph, layers, processor, batch);
  return drawn;
}

Drawn CostSampler::time_of(const Graph& graph, const std::vector<LayerId>& layers,
                           const Processor& processor, int batch) {
  if (exact_) return {forward_cost(*model_, graph, layers, processor, batch).mean, {}};
  Component& here = component(graph, processor);
  double sum = 0;
  double spread = 0;
  Exposure exposure;
  for (const LayerId id : layers) {
    const Cost one = model_->layer(graph, id, processor, batch);
    const CostClass type = cost_class(graph.layer(id));
    const double mean = to_seconds(one.mean);
    const Factor& error = factor(here, type, one.systematic_relative);
    sum += mean * error.value;
    spread = std::max(spread, one.noise_relative);
    exposure.add(here.first_error, mean * error.split.shared);
    exposure.add(here.first_error + 1 + static_cast<std::size_t>(type), mean * error.split.typed);
  }
  return {sum > 0 ? seconds(sum * noise(spread)) : Duration{0}, exposure};
}

std::vector<double> CostSampler::shares(const Graph& graph, const std::vector<LayerId>& layers,
                                        const Processor& processor, int batch) {
  std::vector<double> parts;
  double sum = 0;
  for (const LayerId id : layers) {
    const Cost one = model_->layer(graph, id, processor, batch);
    const CostClass type = cost_class(graph.layer(id));
    parts.push_back(to_seconds(one.mean) * systematic_factor(graph, processor, type, one.systematic_relative));
    sum += parts.back();
  }
  if (sum > 0)
    for (double& part : parts) part /= sum;
  return parts;
}

Drawn CostSampler::training(const Graph& graph, const Processor& processor, int batch) {
  Drawn step = forward(graph, all_layers(graph), processor, batch);
  const double passes = 1.0 + processor.backward_over_forward;
  step.time = seconds(to_seconds(step.time) * passes);
  step.exposure *= passes;
  step.work *= passes;
  return step;
}

}  // namespace lastmile::models
