// From a layer graph to the steps of a Network.
#include <utility>

#include "models/learn/network.hpp"
#include "models/learn/operations/maker.hpp"

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
    for (LayerId id = 0; id < graph_.size(); ++id)
      net_.layer_names_.push_back(graph_.layer(id).name());
    add_value(graph_.layer(0).out, false);
    for (LayerId id = 1; id < graph_.size(); ++id) net_.values_[id] = translate(graph_.layer(id));
    for (const LayerId exit : graph_.exits()) add_exit(graph_.layer(exit));
    choose_masks();
    net_.macs_ = graph_.totals().macs;
    net_.digest_ = digest();
  }

 private:
  ValueId input_of(const Layer& layer) const {
    return net_.values_[graph_.inputs(layer.id).front()];
  }

  ValueId translate(const Layer& layer) {
    const LayerPlace place{graph_, layer};
    const Maker maker = maker_of(layer.kind());
    if (maker == nullptr)
      place.refuse("kind '" + std::string(to_string(layer.kind())) +
                   "' cannot be trained; can: " + trainable_kinds());
    if (layer.kind() == LayerKind::relu && joins(layer)) return input_of(layer);
    Made operation = maker(place);
    return operation == nullptr ? input_of(layer) : add(layer, std::move(operation));
  }

  /// Whether a relu is computed with the operation before it; not if others read that.
  bool joins(const Layer& relu) {
    const LayerId before = graph_.inputs(relu.id).front();
    Step* writer = writer_of(net_.values_[before]);
    return writer != nullptr && writer->layer == before && graph_.consumers(before).size() == 1 &&
           (rectified_[writer->output] = writer->operation->join_relu());
  }

  Step* writer_of(ValueId value) {
    for (Step& step : net_.steps_)
      if (step.output == value) return &step;
    return nullptr;
  }

  ValueId add(const Layer& layer, Made operation) {
    Step step;
    step.layer = layer.id;
    step.first_parameter = net_.parameter_count_;
    step.first_arranged = net_.arranged_size();
    for (const LayerId id : graph_.inputs(layer.id)) {
      step.inputs.push_back(net_.values_[id]);
      step.wants_slope.push_back(learns_[net_.values_[id]]);
    }
    add_parameters(layer, operation->parameters());
    step.parameters = net_.parameter_count_ - step.first_parameter;
    const std::size_t own = operation->arranged_size(), line = kernels::kLanes;
    step.arranged = ((own > 0 ? own : step.parameters) + line - 1) / line * line;
    step.output = net_.shapes_.size();
    add_value(layer.out, step.parameters > 0 || step.passes_slope());
    step.operation = std::move(operation);
    net_.steps_.push_back(std::move(step));
    return net_.steps_.back().output;
  }

  void add_value(const models::Shape& shape, bool learns) {
    net_.shapes_.push_back(shape);
    learns_.push_back(learns);
    rectified_.push_back(false);
  }

  void add_parameters(const Layer& layer, const std::vector<ParameterBlock>& blocks) {
    for (const ParameterBlock& block : blocks) {
      net_.layout_.push_back({layer.name(), block.role, net_.parameter_count_, block.count(),
                              block.shape, block.statistic});
      net_.parameter_count_ += block.count();
    }
  }

  void add_exit(const Layer& layer) {
    const LayerPlace place{graph_, layer};
    const int classes = static_cast<int>(layer.out.channels);
    const auto places = static_cast<std::size_t>(layer.out.plane());
    if (net_.classes_ != 0 && (net_.classes_ != classes || net_.places_ != places))
      place.refuse("exits disagree on the number of classes or of places");
    net_.classes_ = classes;
    net_.places_ = places;
    net_.exits_.push_back(net_.values_[layer.id]);
  }

  [[nodiscard]] bool is_exit(ValueId value) const {
    for (const ValueId exit : net_.exits_)
      if (exit == value) return true;
    return false;
  }

  void choose_masks() {
    for (Step& writer : net_.steps_) {
      if (!rectified_[writer.output]) continue;
      bool guarded = !is_exit(writer.output);
      for (Step& reader : net_.steps_)
        for (const ValueId input : reader.inputs)
          if (input == writer.output && !reader.operation->guard_rectified_input()) guarded = false;
      if (guarded) writer.operation->trust_readers();
    }
  }

  Digest digest() const {
    Hasher hash("network/2");
    for (const models::Shape& s : net_.shapes_) hash.add(s.channels).add(s.height).add(s.width);
    for (const Step& step : net_.steps_) {
      for (const ValueId input : step.inputs) hash.add(input);
      hash.add(step.output);
      step.operation->describe(hash);
    }
    for (const ValueId exit : net_.exits_) hash.add(exit);
    return hash.digest();
  }

  const models::Graph& graph_;
  Network& net_;
  std::vector<bool> learns_;     // by value: depends on a weight
  std::vector<bool> rectified_;  // by value: its operation computes the relu behind it
};

Network::Network(const models::Graph& graph, const kernels::LaneKernels* kernels)
    : name_(graph.name()), kernels_(kernels != nullptr ? kernels : &kernels::lane_kernels()) {
  NetworkBuilder(graph, *this).build();
}

}  // namespace lastmile::learn
