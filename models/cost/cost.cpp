#include "models/cost.hpp"

#include <algorithm>
#include <array>

#include "models/cost/registry.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

std::array<const CostModel*, 5> registered() {
  return {&roofline_model(), &regression_model(), &algorithm_model(), &kernel_model(),
          &table_model()};
}

CostClass convolution_class(const Layer& layer) {
  if (layer.depthwise()) return CostClass::depthwise;
  if (layer.spec.groups > 1) return CostClass::conv_other;
  const Window window = window_of(layer.spec);
  if (window.kernel_height == 1 && window.kernel_width == 1) return CostClass::conv1x1;
  const bool plain3x3 = layer.spec.kernel == 3 && layer.spec.stride == 1 && window.uniform();
  return plain3x3 ? CostClass::conv3x3s1 : CostClass::conv_other;
}

}  // namespace

CostClass cost_class(const Layer& layer) {
  const LayerKind kind = layer.kind();
  if (kind == LayerKind::conv) return convolution_class(layer);
  if (kind == LayerKind::transposed_conv) return CostClass::conv_other;
  if (kind == LayerKind::attention) return CostClass::conv1x1;  // two products of matrices
  if (kind == LayerKind::dense || kind == LayerKind::local_conv || is_recurrent(kind)) return CostClass::dense;
  const bool fused = is_view(kind) || is_activation(kind) || kind == LayerKind::batch_norm;
  return fused ? CostClass::fused : CostClass::memory;
}

const CostModel& cost_model(std::string_view name) {
  for (const CostModel* model : registered()) {
    if (model->name() == name) return *model;
  }
  if (name == "measured") throw ConfigError("compute model 'measured' needs timings (models/cost/measured.hpp)");
  throw ConfigError(unknown_name_message("compute model", name, cost_model_names()));
}

std::vector<std::string> cost_model_names() {
  std::vector<std::string> names;
  for (const CostModel* model : registered()) names.emplace_back(model->name());
  names.emplace_back("measured");
  return names;
}

std::vector<LayerId> all_layers(const Graph& graph) {
  std::vector<LayerId> layers(graph.size());
  for (LayerId id = 0; id < graph.size(); ++id) layers[id] = id;
  return layers;
}

Cost forward_cost(const CostModel& model, const Graph& graph, const std::vector<LayerId>& layers,
                  const Processor& processor, int batch) {
  Cost sum{Duration{0}, 0, 0, Provenance::measured};
  for (const LayerId id : layers) {
    const Cost one = model.layer(graph, id, processor, batch);
    sum.mean += one.mean;
    sum.noise_relative = std::max(sum.noise_relative, one.noise_relative);
    sum.systematic_relative = std::max(sum.systematic_relative, one.systematic_relative);
    sum.provenance = weaker(sum.provenance, one.provenance);
  }
  return sum;
}

Cost training_cost(const CostModel& model, const Graph& graph, const Processor& processor,
                   int batch) {
  Cost step = forward_cost(model, graph, all_layers(graph), processor, batch);
  step.mean = seconds(to_seconds(step.mean) * (1.0 + processor.backward_over_forward));
  step.provenance = weaker(step.provenance, processor.training_origin.provenance);
  return step;
}

}  // namespace lastmile::models
