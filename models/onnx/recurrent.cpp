// LSTM, GRU and plain recurrent layers.
#include "models/onnx/importer.hpp"

namespace lastmile::models::onnx {
namespace {

void check_recurrent(Importer& importer, const Node& node) {
  const std::string direction = text_attribute(node, "direction", "forward");
  if (direction != "forward")
    importer.refuse(node, "direction '" + direction + "' is not known; known: forward");
  if (integer_attribute(node, "input_forget", 0) != 0) importer.refuse(node, "input_forget is not known");
  if (importer.given(node, 7)) importer.refuse(node, "peepholes are not known");
  if (find_attribute(node, "activations") != nullptr)
    importer.note(node, "its activations are taken as the standard ones");
  for (const std::size_t state : {5U, 6U})
    if (importer.given(node, state) && uniform_value(importer.constant(node, state)) != 0.0)
      importer.refuse(node, "a state before the first token other than 0 is not known");
}

LayerWeights recurrent_weights(Importer& importer, const Node& node, std::size_t rows) {
  LayerWeights weights;
  weights.kernel = importer.floats(importer.constant(node, 1));
  const std::vector<float> back = importer.floats(importer.constant(node, 2));
  weights.kernel.insert(weights.kernel.end(), back.begin(), back.end());
  if (!importer.given(node, 3)) return weights;
  const std::vector<float> both = importer.floats(importer.constant(node, 3));
  for (std::size_t i = 0; i < rows && i + rows < both.size(); ++i)
    weights.bias.push_back(both[i] + both[i + rows]);
  return weights;
}

// Y (all tokens) is read, or Y_h (the last), or both.
void set_answers(Importer& importer, const Node& node, const Value& input, LayerId layer, bool all,
                 std::int64_t cells, bool batch_first) {
  Value last = input;
  last.axes = {{}, {}, {Role::channel, cells}};
  last.layer = layer;
  if (!all) return importer.set(node, std::move(last), 1);
  Value whole = last;
  const Axis tokens{Role::column, importer.shape(whole).width};
  whole.axes = batch_first ? std::vector<Axis>{{}, tokens, {}, {Role::channel, cells}}
                           : std::vector<Axis>{tokens, {}, {}, {Role::channel, cells}};
  importer.set(node, whole, 0);
  if (!importer.is_read(node, 1)) return;
  LayerSpec spec = plain(LayerKind::select);
  spec.from = static_cast<int>(tokens.size - 1);
  last.layer = importer.add(node, spec, {layer});
  importer.set(node, std::move(last), 1);
}

void import_recurrent(Importer& importer, const Node& node) {
  const bool lstm = node.operation == "LSTM", batch_first = integer_attribute(node, "layout", 0) != 0;
  check_recurrent(importer, node);
  const Value value = importer.value(node);
  const bool fits = batch_first ? has_form(value, {Role::batch, Role::column, Role::channel})
                                : has_form(value, {Role::column, Role::batch, Role::channel});
  if (!fits || value.axes[batch_first ? 0 : 1].size != 1)
    importer.refuse(node, "takes sequences (tokens, batch of 1, channels)");
  const Dims &in = importer.constant(node, 1).dims, &back = importer.constant(node, 2).dims;
  const std::int64_t gates = lstm ? 4 : node.operation == "GRU" ? 3 : 1;
  if (back.size() != 3 || back[0] != 1 || back[1] != gates * back[2] ||
      in != Dims{1, back[1], value.axes[2].size})
    importer.refuse(node, "weights " + to_string(in) + " and " + to_string(back) + " do not fit " +
                              to_string(dims_of(value)));
  if (importer.is_read(node, 2)) importer.refuse(node, "the cells' state is not known as an output");
  if (back[2] > INT32_MAX) importer.refuse(node, "more cells than any layer has");
  const auto cells = static_cast<int>(back[2]);
  const bool all = importer.is_read(node, 0), bias = importer.given(node, 3);
  if (bias && importer.constant(node, 3).dims != Dims{1, 2 * back[1]})
    importer.refuse(node, "biases do not fit");
  LayerSpec spec = recurrent(lstm         ? LayerKind::lstm
                             : gates == 3 ? LayerKind::gru
                                          : LayerKind::rnn,
                             cells, 0, !all);
  spec.bias = bias;
  const LayerId layer = importer.add(node, spec, {value.layer},
                                     recurrent_weights(importer, node, static_cast<std::size_t>(back[1])));
  set_answers(importer, node, value, layer, all, cells, batch_first);
}

}  // namespace

Operators recurrent_operators() {
  return {{"LSTM", import_recurrent}, {"GRU", import_recurrent}, {"RNN", import_recurrent}};
}

}  // namespace lastmile::models::onnx
