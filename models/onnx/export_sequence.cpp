// Layers of sequences: maps with one row, turned into the order of ONNX's operators and back.
#include <algorithm>

#include "models/onnx/exporter.hpp"
#include "models/onnx/gates.hpp"

namespace lastmile::models::onnx {
namespace {

std::string channels_last(Exporter& out, const Layer& layer) {
  return out.add("Transpose", {out.map(out.input(layer))}, {integers_of("perm", {0, 2, 3, 1})});
}

void export_layer_norm(Exporter& out, const Layer& layer) {
  const LayerWeights& w = out.weights(layer);
  const Dims dims = {layer.in.channels};
  const std::string x = channels_last(out, layer), scale = out.tensor(layer, "scale", dims, w.kernel, 1),
                    shift = out.tensor(layer, "shift", dims, w.bias, 0);
  out.finish(layer, "LayerNormalization", {x, scale, shift},
             {integer_of("axis", -1), real_of("epsilon", layer.spec.epsilon)});
  out.set_value(layer, out.add("Transpose", {out.value(layer.id)}, {integers_of("perm", {0, 3, 1, 2})}));
}

void export_embedding(Exporter& out, const Layer& layer) {
  if (out.input(layer) != 0) Exporter::refuse(layer, "only of the network's input");
  const Dims dims = {layer.spec.vocabulary, layer.spec.out_channels};
  out.finish(layer, "Gather",
             {out.tensor(layer, "table", dims, out.weights(layer).kernel, 0.02), out.value(0)});
  const std::string first = out.add("Transpose", {out.value(layer.id)}, {integers_of("perm", {0, 2, 1})});
  out.set_value(layer, out.add("Unsqueeze", {first, out.numbers({2})}));
}

std::vector<float> part(const std::vector<float>& values, std::size_t from, std::size_t count) {
  if (values.size() < from + count) return {};
  return {values.begin() + static_cast<std::ptrdiff_t>(from),
          values.begin() + static_cast<std::ptrdiff_t>(from + count)};
}

// The second half is that of the recurrence, which would be added to the first.
std::vector<float> bias_in_file(const Layer& layer, const std::vector<float>& ours) {
  if (ours.empty()) return {};
  const std::size_t inner = layer.spec.reset_bias ? ours.size() / 4 : 0, all = ours.size() - inner;
  std::vector<float> bias = with_gates_in_order(part(ours, 0, all), layer.kind(), true);
  bias.resize(2 * all, 0.0F);
  std::copy_n(ours.begin() + static_cast<std::ptrdiff_t>(all), inner,
              bias.end() - static_cast<std::ptrdiff_t>(inner));
  return bias;
}

void export_recurrent(Exporter& out, const Layer& layer) {
  if (layer.spec.projection > 0) Exporter::refuse(layer, "ONNX has no projection of the output");
  const std::int64_t cells = layer.spec.out_channels, in = layer.in.channels;
  const bool lstm = layer.kind() == LayerKind::lstm, gru = layer.kind() == LayerKind::gru;
  const std::int64_t rows = (lstm ? 4 : gru ? 3 : 1) * cells;
  const LayerWeights& w = out.weights(layer);
  const auto in_file = [&layer](const std::vector<float>& values) {
    return with_gates_in_order(values, layer.kind(), true);
  };
  const auto first = static_cast<std::size_t>(rows * in);
  const std::string tokens = out.add("Squeeze", {out.map(out.input(layer)), out.numbers({2})});
  std::vector<std::string> inputs = {
      out.add("Transpose", {tokens}, {integers_of("perm", {2, 0, 1})}),
      out.tensor(layer, "weight", {1, rows, in}, in_file(part(w.kernel, 0, first)), 0.02),
      out.tensor(layer, "recurrence", {1, rows, cells},
                 in_file(part(w.kernel, first, static_cast<std::size_t>(rows * cells))), 0.02)};
  if (layer.spec.bias)
    inputs.push_back(out.tensor(layer, "bias", {1, 2 * rows}, bias_in_file(layer, w.bias),
                                layer.spec.reset_bias ? 0.02 : 0));
  std::vector<Attribute> attributes = {integer_of("hidden_size", cells)};
  if (gru) attributes.push_back(integer_of("linear_before_reset", layer.spec.reset_first ? 0 : 1));
  out.finish(layer, lstm ? "LSTM" : gru ? "GRU" : "RNN", inputs, attributes);
  out.set_recurrent_answer(layer);
}

void export_select(Exporter& out, const Layer& layer) {
  out.finish(layer, "Gather", {out.map(out.input(layer)), out.scalar_index(layer.spec.from)},
             {integer_of("axis", 3)});
  out.set_value(layer, out.add("Unsqueeze", {out.value(layer.id), out.numbers({3})}));
}

void export_position(Exporter& out, const Layer& layer) {
  const Shape& s = layer.in;
  const std::string map =
      out.tensor(layer, "map", {1, s.channels, s.height, s.width}, out.weights(layer).kernel, 0.02);
  out.finish(layer, "Add", {out.map(out.input(layer)), map});
}

}  // namespace

ExportLayers sequence_layers() {
  return {{LayerKind::layer_norm, export_layer_norm}, {LayerKind::embedding, export_embedding},
          {LayerKind::lstm, export_recurrent},        {LayerKind::gru, export_recurrent},
          {LayerKind::rnn, export_recurrent},         {LayerKind::select, export_select},
          {LayerKind::position, export_position}};
}

}  // namespace lastmile::models::onnx
