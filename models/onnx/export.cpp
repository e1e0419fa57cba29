#include "models/onnx/export.hpp"

#include <cmath>

#include "models/onnx/exporter.hpp"

namespace lastmile::models {
namespace {

const onnx::ExportLayers& exporters() {
  static const onnx::ExportLayers all = [] {
    onnx::ExportLayers joined = onnx::window_layers();
    joined.merge(onnx::sequence_layers());
    joined.merge(onnx::elementwise_layers());
    joined.merge(onnx::part_layers());
    return joined;
  }();
  return all;
}

std::string names_of_kinds() {
  std::string names;
  for (const auto& entry : exporters())
    names += (names.empty() ? "" : ", ") + std::string(to_string(entry.first));
  return names;
}

bool normalises(LayerKind kind) { return kind == LayerKind::batch_norm || kind == LayerKind::layer_norm; }

LayerWeights random_layer(const Layer& layer, RandomStream& random) {
  LayerWeights made;
  made.kernel.resize(static_cast<std::size_t>(layer.weights), 1.0F);
  made.bias.resize(static_cast<std::size_t>(layer.biases), 0.0F);
  if (normalises(layer.kind())) {
    if (layer.kind() == LayerKind::layer_norm) return made;
    made.mean.resize(made.kernel.size(), 0.0F);
    made.variance.resize(made.kernel.size(), 1.0F);
    return made;
  }
  const double fan_in = static_cast<double>(layer.weights) / std::max(1, layer.spec.out_channels);
  const double deviation = std::sqrt(2 / std::max(1.0, fan_in));
  for (float& weight : made.kernel) weight = static_cast<float>(deviation * random.normal());
  return made;
}

}  // namespace

std::string export_onnx(const Graph& graph, const std::vector<LayerWeights>& weights) {
  graph.validate();
  onnx::Exporter out(graph, weights);
  for (LayerId id = 1; id < graph.size(); ++id) {
    const Layer& layer = graph.layer(id);
    const auto found = exporters().find(layer.kind());
    if (found == exporters().end())
      onnx::Exporter::refuse(layer, "ONNX has no operator for it; known: " + names_of_kinds());
    found->second(out, layer);
  }
  return onnx::write_model(out.take());
}

std::vector<LayerWeights> random_weights(const Graph& graph, RandomStream random) {
  std::vector<LayerWeights> all(1);
  for (LayerId id = 1; id < graph.size(); ++id) all.push_back(random_layer(graph.layer(id), random));
  return all;
}

}  // namespace lastmile::models
