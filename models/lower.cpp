#include "models/lower.hpp"

#include <algorithm>

#include "sim/error.hpp"

namespace lastmile::models {
namespace {

/// Why a graph cannot be lowered.
class NoKernel : public ConfigError {
 public:
  NoKernel(LayerId layer, const std::string& what) : ConfigError(what), layer_(layer) {}
  [[nodiscard]] LayerId layer() const { return layer_; }

 private:
  LayerId layer_;
};

using kernels::Activation;
using kernels::KernelCall;
using kernels::KernelType;
using kernels::MapShape;

constexpr int none = -1;

int narrow(std::int64_t value) { return static_cast<int>(value); }

KernelType type_of(const Layer& layer) {
  switch (layer.kind()) {
    case LayerKind::conv:
      return layer.depthwise() && layer.in.channels == layer.out.channels ? KernelType::depthwise
                                                                          : KernelType::conv;
    case LayerKind::dense:
      return KernelType::dense;
    case LayerKind::max_pool:
      return KernelType::max_pool;
    case LayerKind::avg_pool:
      return KernelType::avg_pool;
    case LayerKind::global_avg_pool:
      return KernelType::global_pool;
    case LayerKind::batch_norm:
      return KernelType::scale;
    case LayerKind::lrn:
      return KernelType::lrn;
    case LayerKind::add:
      return KernelType::add;
    case LayerKind::multiply:
      return KernelType::multiply;
    case LayerKind::concat:
      return KernelType::concat;
    case LayerKind::channel_shuffle:
      return KernelType::shuffle;
    case LayerKind::softmax:
      return KernelType::softmax;
    case LayerKind::layer_norm:
      return KernelType::layer_norm;
    case LayerKind::attention:
      return KernelType::attention;
    default:
      return KernelType::activate;
  }
}

std::optional<Activation> activation_of(LayerKind kind) {
  switch (kind) {
    case LayerKind::relu:
      return Activation::relu;
    case LayerKind::relu6:
      return Activation::relu6;
    case LayerKind::hard_swish:
      return Activation::hard_swish;
    case LayerKind::swish:
      return Activation::swish;
    case LayerKind::sigmoid:
      return Activation::sigmoid;
    case LayerKind::tanh:
      return Activation::tanh;
    case LayerKind::gelu:
      return Activation::gelu;
    default:
      return std::nullopt;
  }
}

bool has_weights(KernelType type) {
  return type == KernelType::conv || type == KernelType::depthwise || type == KernelType::dense;
}

class Lowering {
 public:
  Lowering(const Graph& graph, int batch)
      : graph_(graph), batch_(batch), step_(graph.size(), none) {
    result_.program.name = graph.name();
    result_.buffer.assign(graph.size(), none);
    result_.buffer[0] = add_buffer(graph.layer(0).out);
    for (LayerId id = 1; id < graph.size(); ++id) place(graph.layer(id));
  }

  Lowered take() { return std::move(result_); }

 private:
  int add_buffer(const Shape& s) {
    result_.program.buffers.push_back(
        {batch_, narrow(s.channels), narrow(s.height), narrow(s.width)});
    return narrow(static_cast<std::int64_t>(result_.program.buffers.size())) - 1;
  }

  kernels::Step& step_of(LayerId id) {
    return result_.program.steps[static_cast<std::size_t>(step_[id])];
  }

  void place(const Layer& layer) {
    if (layer.kind() == LayerKind::flatten || layer.kind() == LayerKind::dropout) return alias(layer);
    if (const auto activation = activation_of(layer.kind())) return fuse(layer, takes_activation(layer), *activation);
    if (layer.kind() == LayerKind::batch_norm) return fuse(layer, takes_norm(layer), Activation::none);
    if (layer.kind() == LayerKind::add) return place_add(layer);
    if (type_of(layer) == KernelType::activate || !one_window(layer)) refuse(layer);
    open(layer, graph_.inputs(layer.id));
  }

  static bool one_window(const Layer& layer) { return layer.spec.kernel == 0 || window_of(layer.spec).uniform(); }

  [[noreturn]] void refuse(const Layer& layer) const {
    throw NoKernel(layer.id, "network '" + graph_.name() + "', layer '" + layer.name() + "' (" +
                                 std::string(to_string(layer.kind())) +
                                 "): no kernel computes it yet; compute models roofline, regression and "
                                 "algorithm know its time");
  }

  // The layer's input is the last thing that its step computes, and only this layer reads it.
  [[nodiscard]] bool continues(LayerId input) const {
    return step_[input] != none && graph_.consumers(input).size() == 1 &&
           result_.layers[static_cast<std::size_t>(step_[input])].back() == input;
  }

  bool takes_activation(const Layer& layer) {
    const LayerId input = graph_.inputs(layer.id).front();
    return continues(input) && step_of(input).call.activation == Activation::none;
  }

  bool takes_norm(const Layer& layer) {
    const LayerId input = graph_.inputs(layer.id).front();
    if (!takes_activation(layer)) return false;
    const KernelCall& call = step_of(input).call;
    return has_weights(call.type) && !call.add;
  }

  void join(const Layer& layer, LayerId input) {
    step_[layer.id] = step_[input];
    result_.buffer[layer.id] = result_.buffer[input];
    result_.buffer[input] = none;
    result_.layers[static_cast<std::size_t>(step_[input])].push_back(layer.id);
  }

  void fuse(const Layer& layer, bool possible, Activation activation) {
    const LayerId input = graph_.inputs(layer.id).front();
    if (possible) {
      if (activation != Activation::none) step_of(input).call.activation = activation;
      return join(layer, input);
    }
    open(layer, {input});
    step_of(layer.id).call.activation = activation;
  }

  void alias(const Layer& layer) {
    const LayerId input = graph_.inputs(layer.id).front();
    if (continues(input)) return join(layer, input);
    result_.buffer[layer.id] = result_.buffer[input];
  }

  // The convolution that runs last takes the other summand, which then exists already.
  void place_add(const Layer& layer) {
    const std::vector<LayerId> inputs = graph_.inputs(layer.id);
    if (inputs.size() == 2 && inputs[0] != inputs[1]) {
      const bool second_later = step_[inputs[1]] > step_[inputs[0]];
      const LayerId last = inputs[second_later ? 1 : 0];
      const LayerId other = inputs[second_later ? 0 : 1];
      if (takes_sum(last)) {
        step_of(last).call.add = true;
        step_of(last).inputs.push_back(result_.buffer[other]);
        return join(layer, last);
      }
    }
    open(layer, inputs);
    step_of(layer.id).call.inputs = narrow(static_cast<std::int64_t>(inputs.size()));
  }

  bool takes_sum(LayerId last) {
    if (!continues(last)) return false;
    const KernelCall& call = step_of(last).call;
    const bool convolution = call.type == KernelType::conv || call.type == KernelType::depthwise;
    return convolution && !call.add && call.activation == Activation::none;
  }

  void open(const Layer& layer, const std::vector<LayerId>& inputs) {
    kernels::Step step;
    for (const LayerId input : inputs) step.inputs.push_back(input_of(layer, input));
    step.call = call_of(layer, inputs);
    step.output = add_buffer(layer.out);
    result_.buffer[layer.id] = step.output;
    step_[layer.id] = narrow(static_cast<std::int64_t>(result_.program.steps.size()));
    result_.program.steps.push_back(std::move(step));
    result_.layers.push_back({layer.id});
  }

  // A flattened map still lies as a map; only dense layers read it so.
  int input_of(const Layer& layer, LayerId input) const {
    const int number = result_.buffer[input];
    const auto plane = result_.program.buffers[static_cast<std::size_t>(number)].plane();
    if (layer.kind() != LayerKind::dense &&
        plane != static_cast<std::size_t>(graph_.layer(input).out.plane())) {
      throw NoKernel(layer.id, "network '" + graph_.name() + "', layer '" + layer.name() +
                                   "': reads a flattened map, which only dense layers can");
    }
    return number;
  }

  KernelCall call_of(const Layer& layer, const std::vector<LayerId>& inputs) const {
    KernelCall call;
    call.type = type_of(layer);
    call.batch = batch_;
    call.channels = narrow(layer.in.channels);
    call.height = narrow(layer.in.height);
    call.width = narrow(layer.in.width);
    if (layer.kind() == LayerKind::conv || layer.kind() == LayerKind::max_pool ||
        layer.kind() == LayerKind::avg_pool) {
      set_window(layer, call);
    }
    if (layer.kind() == LayerKind::dense) set_dense(layer, call, inputs.front());
    if (layer.kind() == LayerKind::concat) set_parts(call, inputs);
    if (layer.kind() == LayerKind::channel_shuffle || layer.kind() == LayerKind::attention)
      call.groups = layer.spec.groups;
    return call;
  }

  static void set_window(const Layer& layer, KernelCall& call) {
    const LayerSpec& spec = layer.spec;
    if (layer.kind() == LayerKind::conv) {
      call.out_channels = spec.out_channels;
      call.groups = spec.groups;
    }
    call.kernel_height = call.kernel_width = spec.kernel;
    call.stride = spec.stride;
    call.padding = spec.padding;
    call.ceil = spec.ceil_mode;
  }

  void set_dense(const Layer& layer, KernelCall& call, LayerId input) const {
    call.out_channels = layer.spec.out_channels;
    const auto number = static_cast<std::size_t>(result_.buffer[input]);
    const MapShape& map = result_.program.buffers[number];
    if (map.plane() == 1 || map.channels % kernels::kBlock == 0) {
      call.channels = narrow(layer.in.elements());
      call.height = call.width = 1;
      return;
    }
    call.type = KernelType::conv;
    call.channels = map.channels;
    call.height = call.kernel_height = map.height;
    call.width = call.kernel_width = map.width;
  }

  void set_parts(KernelCall& call, const std::vector<LayerId>& inputs) const {
    call.channels = 1;
    for (const LayerId input : inputs)
      call.parts.push_back(narrow(graph_.layer(input).out.channels));
  }

  const Graph& graph_;
  int batch_;
  std::vector<int> step_;  // by layer
  Lowered result_;
};

}  // namespace

Lowered lower(const Graph& graph, int batch) {
  SIM_CHECK(batch >= 1, "batch " + std::to_string(batch));
  return Lowering(graph, batch).take();
}

std::optional<LayerId> layer_without_kernel(const Graph& graph) {
  try {
    lower(graph);
    return std::nullopt;
  } catch (const NoKernel& refusal) {
    return refusal.layer();
  }
}

bool can_lower(const Graph& graph) { return !layer_without_kernel(graph); }

}  // namespace lastmile::models
