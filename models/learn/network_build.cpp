// From a layer graph to the operations of a Network.
#include <utility>

#include "models/learn/network.hpp"
#include "sim/error.hpp"

namespace lastmile::learn {

using models::Layer;
using models::LayerId;
using models::LayerKind;

class NetworkBuilder {
 public:
  NetworkBuilder(const models::Graph& graph, Network& network) : graph_(graph), net_(network) {}

  void build() {
    graph_.validate();
    net_.values_.resize(graph_.size());
    net_.shapes_.push_back(graph_.layer(0).out);
    learns_.push_back(false);
    for (LayerId id = 1; id < graph_.size(); ++id) net_.values_[id] = translate(graph_.layer(id));
    for (const LayerId exit : graph_.exits()) add_exit(graph_.layer(exit));
    choose_masks();
    net_.digest_ = digest();
  }

 private:
  ValueId input_of(const Layer& layer) const {
    return net_.values_[graph_.inputs(layer.id).front()];
  }

  [[noreturn]] void refuse(const Layer& layer, const std::string& why) const {
    throw ConfigError("network '" + graph_.name() + "', layer '" + layer.name() + "': " + why);
  }

  ValueId translate(const Layer& layer) {
    switch (layer.kind()) {
      case LayerKind::conv:
        return add_conv(layer);
      case LayerKind::dense:
        return add_dense(layer);
      case LayerKind::max_pool:
        return add_pool(layer, Operation::Kind::max_pool);
      case LayerKind::avg_pool:
      case LayerKind::global_avg_pool:
        return add_pool(layer, Operation::Kind::mean_pool);
      case LayerKind::relu:
        return add_relu(layer);
      case LayerKind::flatten:
        return input_of(layer);
      case LayerKind::softmax:
        if (!graph_.consumers(layer.id).empty())
          refuse(layer, "softmax can be trained at an exit only");
        return input_of(layer);
      default:
        refuse(layer, "kind '" + std::string(to_string(layer.kind())) +
                          "' cannot be trained; can: conv, dense, max_pool, avg_pool, "
                          "global_avg_pool, relu, flatten, softmax");
    }
  }

  ValueId add(Operation op, const Layer& layer, bool learns) {
    op.input = input_of(layer);
    op.output = net_.shapes_.size();
    op.passes_slope = learns_[op.input];
    net_.shapes_.push_back(layer.out);
    learns_.push_back(learns || op.passes_slope);
    net_.operations_.push_back(std::move(op));
    return net_.operations_.back().output;
  }

  ValueId add_product(const Layer& layer, const kernels::ConvShape& shape) {
    Operation op;
    op.kind = Operation::Kind::product;
    op.plan.emplace(shape);
    op.has_bias = layer.spec.bias;
    op.weights = net_.parameter_count_;
    op.bias = op.weights + static_cast<std::size_t>(layer.weights);
    net_.parameter_count_ =
        op.bias + (op.has_bias ? static_cast<std::size_t>(shape.out_channels) : 0);
    return add(std::move(op), layer, true);
  }

  ValueId add_conv(const Layer& layer) {
    const models::LayerSpec& s = layer.spec;
    if (s.groups != 1) refuse(layer, "a convolution in groups cannot be trained");
    if (!models::window_of(s).uniform()) refuse(layer, "can be trained only if square, evenly padded and not dilated");
    return add_product(
        layer, {static_cast<int>(layer.in.channels), static_cast<int>(layer.in.height),
                static_cast<int>(layer.in.width), s.out_channels, s.kernel, s.stride, s.padding});
  }

  ValueId add_dense(const Layer& layer) {
    kernels::ConvShape shape;
    shape.in_channels = static_cast<int>(layer.in.elements());
    shape.out_channels = layer.spec.out_channels;
    return add_product(layer, shape);
  }

  ValueId add_pool(const Layer& layer, Operation::Kind kind) {
    const bool global = layer.kind() == LayerKind::global_avg_pool;
    Operation op;
    op.kind = kind;
    op.pool.channels = static_cast<int>(layer.in.channels);
    op.pool.height = static_cast<int>(layer.in.height);
    op.pool.width = static_cast<int>(layer.in.width);
    op.pool.out_height = static_cast<int>(layer.out.height);
    op.pool.out_width = static_cast<int>(layer.out.width);
    op.pool.kernel_height = global ? op.pool.height : layer.spec.kernel;
    op.pool.kernel_width = global ? op.pool.width : layer.spec.kernel;
    op.pool.stride = global ? 1 : layer.spec.stride;
    op.pool.padding = global ? 0 : layer.spec.padding;
    return add(std::move(op), layer, false);
  }

  /// Joins the product before it if nobody else reads that product.
  ValueId add_relu(const Layer& layer) {
    const LayerId before = graph_.inputs(layer.id).front();
    const LayerKind kind = graph_.layer(before).kind();
    if ((kind == LayerKind::conv || kind == LayerKind::dense) &&
        graph_.consumers(before).size() == 1) {
      for (Operation& op : net_.operations_)
        if (op.output == net_.values_[before]) op.relu = true;
      return net_.values_[before];
    }
    return add(Operation(), layer, false);
  }

  void add_exit(const Layer& layer) {
    const ValueId value = net_.values_[layer.id];
    const models::Shape& shape = net_.shapes_[value];
    const int classes = static_cast<int>(shape.elements());
    if (shape.plane() != 1)
      refuse(layer, "an exit must give one number a class, not " + to_string(shape));
    if (net_.classes_ != 0 && net_.classes_ != classes)
      refuse(layer, "exits disagree on the number of classes");
    net_.classes_ = classes;
    net_.exits_.push_back(value);
  }

  const Operation* rectified_product(ValueId value) const {
    for (const Operation& op : net_.operations_)
      if (op.output == value && op.kind == Operation::Kind::product && op.relu) return &op;
    return nullptr;
  }

  /// A max pool sends no slope to an element that is not above 0; if only such pools read a
  /// rectified product, its slope needs no further mask.
  void choose_masks() {
    for (Operation& op : net_.operations_) {
      op.gate = op.kind == Operation::Kind::max_pool && rectified_product(op.input) != nullptr;
      op.mask = op.relu;
      bool gated = op.relu;
      for (const Operation& reader : net_.operations_)
        if (reader.input == op.output) gated = gated && reader.kind == Operation::Kind::max_pool;
      for (const ValueId exit : net_.exits_) gated = gated && exit != op.output;
      if (gated) op.mask = false;
    }
  }

  Digest digest() const {
    Hasher hash("network/1");
    for (const models::Shape& s : net_.shapes_) hash.add(s.channels).add(s.height).add(s.width);
    for (const Operation& op : net_.operations_) {
      hash.add(static_cast<int>(op.kind))
          .add(op.input)
          .add(op.output)
          .add(op.relu)
          .add(op.has_bias);
      if (op.plan) {
        const kernels::ConvShape& s = op.plan->shape();
        hash.add(s.in_channels).add(s.in_height).add(s.in_width).add(s.out_channels);
        hash.add(s.kernel).add(s.stride).add(s.padding);
      }
      hash.add(op.pool.kernel_height)
          .add(op.pool.kernel_width)
          .add(op.pool.stride)
          .add(op.pool.padding);
    }
    for (const ValueId exit : net_.exits_) hash.add(exit);
    return hash.digest();
  }

  const models::Graph& graph_;
  Network& net_;
  std::vector<bool> learns_;  // by value: depends on a weight
};

Network::Network(const models::Graph& graph, const kernels::LaneKernels* kernels)
    : name_(graph.name()), kernels_(kernels != nullptr ? kernels : &kernels::lane_kernels()) {
  NetworkBuilder(graph, *this).build();
}

}  // namespace lastmile::learn
