// LSTM, GRU and plain recurrent layers.
#include <algorithm>
#include <cctype>

#include "models/onnx/gates.hpp"
#include "models/onnx/importer.hpp"

namespace lastmile::models::onnx {
namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

void check_activations(const Importer& importer, const Node& node) {
  const Texts standard = node.operation == "LSTM"  ? Texts{"sigmoid", "tanh", "tanh"}
                         : node.operation == "GRU" ? Texts{"sigmoid", "tanh"}
                                                   : Texts{"tanh"};
  Texts said = texts_attribute(node, "activations");
  for (std::string& name : said) name = lower(name);
  if (!said.empty() && said != standard)
    importer.refuse(node, "activations other than the standard ones are not known");
  if (find_attribute(node, "clip") != nullptr) importer.refuse(node, "clip is not known");
}

void check_recurrent(Importer& importer, const Node& node) {
  const std::string direction = text_attribute(node, "direction", "forward");
  if (direction != "forward")
    importer.refuse(node, "direction '" + direction + "' is not known; known: forward");
  if (integer_attribute(node, "input_forget", 0) != 0) importer.refuse(node, "input_forget is not known");
  if (importer.given(node, 7)) importer.refuse(node, "peepholes are not known");
  check_activations(importer, node);
  for (const std::size_t state : {5U, 6U})
    if (importer.given(node, state) && uniform_value(importer.constant(node, state)) != 0.0)
      importer.refuse(node, "a state before the first token other than 0 is not known");
}

std::vector<float> in_our_order(Importer& importer, const Node& node, std::size_t input, LayerKind kind) {
  return with_gates_in_order(importer.floats(importer.constant(node, input)), kind, false);
}

// The file has biases of input and of recurrence, one of each a gate. They act as their sum, but for that of
// gru's new state if its reset gate stands between.
LayerWeights recurrent_weights(Importer& importer, const Node& node, const LayerSpec& spec) {
  LayerWeights weights;
  weights.kernel = in_our_order(importer, node, 1, spec.kind);
  const std::vector<float> back = in_our_order(importer, node, 2, spec.kind);
  weights.kernel.insert(weights.kernel.end(), back.begin(), back.end());
  if (!spec.bias) return weights;
  const std::vector<float> both = importer.floats(importer.constant(node, 3));
  const auto middle = both.begin() + static_cast<std::ptrdiff_t>(both.size() / 2);
  weights.bias = with_gates_in_order({both.begin(), middle}, spec.kind, false);
  const std::vector<float> inner = with_gates_in_order({middle, both.end()}, spec.kind, false);
  const std::size_t apart = spec.reset_bias ? inner.size() / 3 * 2 : inner.size();
  for (std::size_t i = 0; i < apart; ++i) weights.bias[i] += inner[i];
  weights.bias.insert(weights.bias.end(), inner.begin() + static_cast<std::ptrdiff_t>(apart), inner.end());
  return weights;
}

// Whether the last third of the recurrence's biases does anything.
bool has_reset_bias(Importer& importer, const Node& node, std::int64_t cells) {
  const Constant& bias = importer.constant(node, 3);
  if (uniform_value(bias) == 0.0) return false;
  const std::vector<float> both = importer.floats(bias);
  return both.empty() || std::any_of(both.end() - cells, both.end(), [](float b) { return b != 0; });
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
  spec.reset_first = gates == 3 && integer_attribute(node, "linear_before_reset", 0) == 0;
  spec.reset_bias = gates == 3 && !spec.reset_first && bias && has_reset_bias(importer, node, cells);
  const LayerId layer = importer.add(node, spec, {value.layer}, recurrent_weights(importer, node, spec));
  set_answers(importer, node, value, layer, all, cells, batch_first);
}

}  // namespace

Operators recurrent_operators() {
  return {{"LSTM", import_recurrent}, {"GRU", import_recurrent}, {"RNN", import_recurrent}};
}

}  // namespace lastmile::models::onnx
