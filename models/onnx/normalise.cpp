// Normalisation: by running statistics, over channels, by neighbours.
#include "models/onnx/importer.hpp"

namespace lastmile::models::onnx {
namespace {

std::vector<float> one_per_channel(Importer& importer, const Node& node, std::size_t input) {
  const Constant& constant = importer.constant(node, input);
  const std::int64_t channels = importer.shape(importer.value(node)).channels;
  if (constant.count() != channels)
    importer.refuse(node, "'" + constant.name + "' of shape " + to_string(constant.dims) + " does not fit " +
                              std::to_string(channels) + " channels");
  return importer.floats(constant);
}

void import_batch_norm(Importer& importer, const Node& node) {
  const Value& value = importer.value(node);
  if (value.axes.size() < 2 || !holds_channels(importer, value, 1))
    importer.refuse(node, "takes maps with the channels as axis 1");
  if (integer_attribute(node, "spatial", 1) != 1 || integer_attribute(node, "training_mode", 0) != 0)
    importer.refuse(node,
                    "known: statistics of channels (spatial=1), not those of the batch (training_mode=0)");
  LayerWeights weights;
  weights.kernel = one_per_channel(importer, node, 1);
  weights.bias = one_per_channel(importer, node, 2);
  weights.mean = one_per_channel(importer, node, 3);
  weights.variance = one_per_channel(importer, node, 4);
  LayerSpec spec = plain(LayerKind::batch_norm);
  spec.epsilon = real_attribute(node, "epsilon", 1e-5);
  importer.add_same(node, spec, std::move(weights));
}

void import_layer_norm(Importer& importer, const Node& node) {
  const Value& value = importer.value(node);
  const std::size_t axis = axis_of(importer, node, value, integer_attribute(node, "axis", -1));
  if (axis + 1 != value.axes.size() || !holds_channels(importer, value, axis))
    importer.refuse(node, "known: over the channels, which are the last axis");
  LayerWeights weights;
  weights.kernel = one_per_channel(importer, node, 1);
  if (importer.given(node, 2)) weights.bias = one_per_channel(importer, node, 2);
  weights.bias.resize(weights.kernel.size());
  LayerSpec spec = plain(LayerKind::layer_norm);
  spec.epsilon = real_attribute(node, "epsilon", 1e-5);
  importer.add_same(node, spec, std::move(weights));
}

void import_lrn(Importer& importer, const Node& node) {
  const Value& value = importer.value(node);
  if (value.axes.size() < 2 || !holds_channels(importer, value, 1))
    importer.refuse(node, "takes maps with the channels as axis 1");
  const std::int64_t size = integer_attribute(node, "size", 0);
  if (size < 1 || size > 4096) importer.refuse(node, "size " + std::to_string(size) + ": from 1 to 4096");
  LayerSpec spec = plain(LayerKind::lrn);
  spec.lrn = {static_cast<int>(size), real_attribute(node, "alpha", 1e-4), real_attribute(node, "beta", 0.75),
              real_attribute(node, "bias", 1)};
  importer.add_same(node, spec);
}

}  // namespace

Operators normalise_operators() {
  return {{"BatchNormalization", import_batch_norm},
          {"LayerNormalization", import_layer_norm},
          {"LRN", import_lrn}};
}

}  // namespace lastmile::models::onnx
