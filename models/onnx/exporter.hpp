// The state of an export, as the kinds of layers see it.
#pragma once

#include <map>

#include "models/onnx/export.hpp"
#include "models/onnx/model.hpp"

namespace lastmile::models::onnx {

Attribute integer_of(const std::string& name, std::int64_t value);
Attribute integers_of(const std::string& name, Dims values);
Attribute real_of(const std::string& name, double value);
Attribute text_of(const std::string& name, const std::string& value);

class Exporter {
 public:
  Exporter(const Graph& graph, const std::vector<LayerWeights>& weights);

  [[nodiscard]] const Graph& graph() const { return graph_; }
  /// The value of a layer as a map or as features; adds what it takes.
  std::string map(LayerId id);
  std::string features(LayerId id);
  /// As it lies.
  [[nodiscard]] const std::string& value(LayerId id) const { return values_[id]; }
  [[nodiscard]] bool is_features(LayerId id) const { return features_[id]; }
  [[nodiscard]] LayerId input(const Layer& layer) const { return graph_.inputs(layer.id).front(); }

  /// A node that makes a new value.
  std::string add(const std::string& operation, const std::vector<std::string>& inputs,
                  std::vector<Attribute> attributes = {});
  /// One that makes the layer's value and bears its name.
  void finish(const Layer& layer, const std::string& operation, const std::vector<std::string>& inputs,
              std::vector<Attribute> attributes = {});
  void set_value(const Layer& layer, const std::string& value) { values_[layer.id] = value; }
  /// Of the recurrent operator added last: all tokens, or the last one as features.
  void set_recurrent_answer(const Layer& layer);
  void set_features(const Layer& layer, bool features) { features_[layer.id] = features; }
  std::string numbers(const Dims& values);  ///< a constant list
  std::string number(double value);
  std::string reals(const std::vector<float>& values);
  std::string scalar_index(std::int64_t value);
  /// Weights of the layer in this shape; `values` empty: described as so many times `filled`.
  std::string tensor(const Layer& layer, const std::string& part, const Dims& dims,
                     const std::vector<float>& values, double filled);
  [[nodiscard]] const LayerWeights& weights(const Layer& layer) const {
    return weights_.empty() ? none_ : weights_[layer.id];
  }
  [[noreturn]] static void refuse(const Layer& layer, const std::string& why);

  Model take();

 private:
  std::string fresh(const std::string& stem) { return stem + "_" + std::to_string(count_++); }

  const Graph& graph_;
  const std::vector<LayerWeights>& weights_;
  LayerWeights none_;
  Model model_;
  std::vector<std::string> values_;  // by layer
  std::vector<bool> features_;
  std::size_t count_ = 0;
};

using ExportLayer = void (*)(Exporter&, const Layer&);
using ExportLayers = std::map<LayerKind, ExportLayer>;
ExportLayers window_layers();
ExportLayers sequence_layers();
/// Those that keep the shape of their input.
ExportLayers elementwise_layers();
ExportLayers part_layers();
/// `layer` keeps the axes of its input.
void finish_same(Exporter& out, const Layer& layer, const std::string& operation,
                 const std::vector<std::string>& more = {}, std::vector<Attribute> attributes = {});

}  // namespace lastmile::models::onnx
