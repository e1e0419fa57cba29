#include "models/onnx/importer.hpp"

#include <algorithm>

#include "sim/error.hpp"

namespace lastmile::models::onnx {
namespace {

constexpr double most_places = 1 << 28, most_elements = 2147483648.0, most_weights = 17179869184.0;
constexpr double most_macs = 4e18;
constexpr int most_window = 16'384;

double weight_count(const LayerSpec& spec, const Shape& in) {
  const Window w = window_of(spec);
  const double out = std::max(1, spec.out_channels), channels = static_cast<double>(in.channels);
  if (spec.kind == LayerKind::dense) return static_cast<double>(in.elements()) * out;
  if (is_recurrent(spec.kind)) return 4 * (channels + out) * out;
  return channels / std::max(1, spec.groups) * w.kernel_height * w.kernel_width * out;
}

// The size of an axis with its padding, or as a layer makes it that widens.
double widest(std::int64_t in, int kernel, int stride, int before, int after, int dilation, bool grows) {
  const double padded = static_cast<double>(in) * (grows ? stride : 1) + before + after;
  return padded + (grows ? static_cast<double>(kernel) * dilation : 0);
}

}  // namespace

Importer::Importer(const Model& model, const ImportOptions& options, Graph graph)
    : model_(model), options_(options), graph_(std::move(graph)), weights_(1) {
  for (const Tensor& tensor : model.constants) constants_[tensor.name] = constant_of(tensor);
  for (const Node& node : model.nodes) read_.insert(node.inputs.begin(), node.inputs.end());
}

void Importer::refuse(const Node& node, const std::string& why) const {
  throw ConfigError("ONNX, " + describe(node) + ": " + why);
}

void Importer::note(const Node& node, const std::string& text) {
  if (noted_.insert(node.operation + text).second) notes_.push_back(describe(node) + ": " + text);
}

bool Importer::given(const Node& node, std::size_t input) const {
  return input < node.inputs.size() && !node.inputs[input].empty();
}

const Constant* Importer::constant_if(const Node& node, std::size_t input) const {
  if (!given(node, input)) return nullptr;
  const auto found = constants_.find(node.inputs[input]);
  return found == constants_.end() ? nullptr : &found->second;
}

const Constant& Importer::constant(const Node& node, std::size_t input) const {
  if (const Constant* found = constant_if(node, input)) return *found;
  refuse(node, given(node, input) ? "input '" + node.inputs[input] + "' must be a constant"
                                  : "input " + std::to_string(input) + " is missing");
}

const Value& Importer::raw_value(const Node& node, std::size_t input) const {
  if (!given(node, input)) refuse(node, "input " + std::to_string(input) + " is missing");
  const auto found = values_.find(node.inputs[input]);
  if (found != values_.end()) return found->second;
  refuse(node,
         "input '" + node.inputs[input] + "' " +
             (constants_.count(node.inputs[input]) > 0 ? "is a constant; this input must be an activation"
                                                       : "is made by no node before it (a cycle, or a gap)"));
}

const Value& Importer::value(const Node& node, std::size_t input) const {
  const Value& found = raw_value(node, input);
  if (found.padding != std::array<int, 4>{})
    refuse(node, "reads a padded map; only convolutions and pools can");
  if (found.channels_last.channels > 0)
    refuse(node, "reads a map that was flattened with its channels last; only dense layers can");
  return found;
}

std::optional<std::vector<std::int64_t>> Importer::integers(const Node& node, std::size_t input,
                                                            const std::string& attribute) const {
  if (given(node, input)) return integers_of(constant(node, input));
  if (find_attribute(node, attribute) == nullptr) return std::nullopt;
  return integers_attribute(node, attribute);
}

std::vector<float> Importer::floats(const Constant& constant) {
  if (!options_.weights) return {};
  floats_ += constant.count();
  if (floats_ > options_.most_floats)
    throw ConfigError("ONNX, constant '" + constant.name + "': with it there are more than " +
                      std::to_string(options_.most_floats) + " weights");
  return floats_of(constant, options_.folder);
}

bool Importer::is_read(const Node& node, std::size_t output) const {
  return output < node.outputs.size() && !node.outputs[output].empty() &&
         read_.count(node.outputs[output]) > 0;
}

void Importer::set(const Node& node, Constant constant, std::size_t output) {
  if (output >= node.outputs.size()) refuse(node, "output " + std::to_string(output) + " is missing");
  constant.name = node.outputs[output];
  constants_[node.outputs[output]] = std::move(constant);
}

void Importer::set(const Node& node, Value value, std::size_t output) {
  if (output >= node.outputs.size()) refuse(node, "output " + std::to_string(output) + " is missing");
  const std::string& name = node.outputs[output];
  if (name.empty()) return;
  if (!values_.emplace(name, std::move(value)).second) refuse(node, "'" + name + "' is made twice");
}

std::string Importer::unique_name(const Node& node) const {
  std::string name = node.name;
  if (!name.empty() && names_.count(name) > 0) name += "_" + std::to_string(graph_.size());
  return name;
}

void Importer::check_sizes(const Node& node, const LayerSpec& spec, const Shape& in) const {
  const Window w = window_of(spec);
  const bool cuts = spec.kind == LayerKind::transposed_conv;  // rows and columns behind
  for (const int number : {w.kernel_height, w.kernel_width, w.stride_height, w.stride_width, w.top, w.left,
                           cuts ? std::abs(w.bottom) : w.bottom, cuts ? std::abs(w.right) : w.right, w.dilation})
    if (number < 0 || number > most_window)
      refuse(node, "a kernel, stride, dilation or padding of " + std::to_string(number));
  const bool grows = spec.kind == LayerKind::transposed_conv || spec.kind == LayerKind::upsample;
  const double places =
      widest(in.height, w.kernel_height, w.stride_height, w.top, w.bottom, w.dilation, grows) *
      widest(in.width, w.kernel_width, w.stride_width, w.left, w.right, w.dilation, grows);
  const double channels = static_cast<double>(std::max<std::int64_t>(spec.out_channels, in.channels));
  if (places > most_places || places * channels > most_elements)
    refuse(node, "more elements than any image has");
  if (weight_count(spec, in) > most_weights) refuse(node, "more weights than any layer has");
}

LayerId Importer::add(const Node& node, const LayerSpec& spec, const std::vector<LayerId>& inputs,
                      LayerWeights weights) {
  check_sizes(node, spec, graph_.layer(inputs.front()).out);
  LayerId id = 0;
  try {
    id = graph_.add(spec.named(unique_name(node)), inputs);
  } catch (const ConfigError& error) {
    refuse(node, error.what());
  }
  const Layer& layer = graph_.layer(id);
  macs_ += static_cast<double>(layer.macs);
  if (macs_ > most_macs || static_cast<double>(layer.activations) > most_elements)
    refuse(node, "more work than any network makes");
  names_.insert(layer.name());
  const bool complete = static_cast<std::int64_t>(weights.kernel.size()) == layer.weights &&
                        static_cast<std::int64_t>(weights.bias.size()) == layer.biases;
  if (options_.weights && !complete)
    refuse(node, std::to_string(weights.kernel.size()) + " weights and " +
                     std::to_string(weights.bias.size()) + " biases where " + std::to_string(layer.weights) +
                     " and " + std::to_string(layer.biases) + " are needed");
  weights_.push_back(std::move(weights));
  return id;
}

void Importer::add_same(const Node& node, const LayerSpec& spec, LayerWeights weights) {
  Value result = raw_value(node);
  if (!is_activation(spec.kind) && spec.kind != LayerKind::dropout) result = value(node);
  if (result.padding != std::array<int, 4>{}) result = value(node);
  result.layer = add(node, spec, {result.layer}, std::move(weights));
  set(node, std::move(result));
}

// An exit ends, and is one only once: what others read goes out through a view.
void Importer::mark_exit(const Value& value) {
  const std::vector<LayerId>& exits = graph_.exits();
  if (std::find(exits.begin(), exits.end(), value.layer) != exits.end()) return;
  if (value.layer != 0 && graph_.consumers(value.layer).empty()) return graph_.mark_exit(value.layer);
  weights_.emplace_back();
  graph_.mark_exit(graph_.add(reshape(graph_.layer(value.layer).out), value.layer));
}

Imported Importer::finish() {
  for (const Port& port : model_.outputs) {
    const auto found = values_.find(port.name);
    if (found == values_.end()) throw ConfigError("ONNX: output '" + port.name + "' is made by no node");
    mark_exit(found->second);
  }
  graph_.validate();
  if (!options_.weights) weights_.clear();
  return {std::move(graph_), std::move(weights_), std::move(notes_),
          "ONNX, opset " + std::to_string(model_.opset)};
}

}  // namespace lastmile::models::onnx
