// The state of an import, as the operators see it.
//
// A value is the output of a layer together with the meaning of its axes in the file: transposing, squeezing
// and most reshaping only change the axes. An axis of size 1 has no meaning that could matter.
#pragma once

#include <array>
#include <map>
#include <set>

#include "models/onnx/constant.hpp"
#include "models/onnx/imported.hpp"

namespace lastmile::models::onnx {

enum class Role : std::uint8_t {
  none,
  batch,
  channel,
  row,
  column,
  group,
  member
};  ///< group x member: channels

struct Axis {
  Role role = Role::none;
  std::int64_t size = 1;
};

struct Value {
  LayerId layer = 0;
  std::vector<Axis> axes;
  std::array<int, 4> padding{};  ///< top, left, bottom, right: zeros that the next window adds
  Shape channels_last;  ///< features flattened with the channels running fastest: of this map; else 0
};

/// Whether the axes are these; axes of size 1 fit everywhere.
bool has_form(const Value& value, const std::vector<Role>& roles);
Dims dims_of(const Value& value);
/// Equal sizes, and equal meanings where there is more than one element.
bool same_axes(const Value& a, const Value& b);

/// What a constant of this shape does to a value: one number for all, one a channel, one an element, or none
/// of these.
enum class Spread { all, channels, elements, other };
Spread spread_of(const Value& value, const Constant& constant);

class Importer {
 public:
  Importer(const Model& model, const ImportOptions& options, Graph graph);

  [[noreturn]] void refuse(const Node& node, const std::string& why) const;
  void note(const Node& node, const std::string& text);
  [[nodiscard]] std::int64_t opset() const { return model_.opset; }
  [[nodiscard]] const Layer& layer(const Value& value) const { return graph_.layer(value.layer); }
  [[nodiscard]] const Shape& shape(const Value& value) const { return layer(value).out; }

  [[nodiscard]] bool given(const Node& node, std::size_t input) const;
  /// Null: an activation, or not given.
  [[nodiscard]] const Constant* constant_if(const Node& node, std::size_t input) const;
  [[nodiscard]] const Constant& constant(const Node& node, std::size_t input) const;
  [[nodiscard]] const Value& value(const Node& node, std::size_t input = 0) const;
  /// The same for who can live with zeros yet to be added around it, or with features in another order.
  [[nodiscard]] const Value& raw_value(const Node& node, std::size_t input = 0) const;
  /// Of an input that must be a constant, or of the attribute of that name in older files; none if neither is
  /// there.
  [[nodiscard]] std::optional<std::vector<std::int64_t>> integers(const Node& node, std::size_t input,
                                                                  const std::string& attribute) const;
  [[nodiscard]] std::vector<float> floats(
      const Constant& constant);  ///< nothing if weights are not asked for
  [[nodiscard]] bool is_read(const Node& node, std::size_t output) const;

  void set(const Node& node, Constant constant, std::size_t output = 0);
  void set(const Node& node, Value value, std::size_t output = 0);
  LayerId add(const Node& node, const LayerSpec& spec, const std::vector<LayerId>& inputs,
              LayerWeights weights = {});
  /// Input 0 through a layer that keeps its axes.
  void add_same(const Node& node, const LayerSpec& spec, LayerWeights weights = {});

  void set_input(const std::string& name, Value value) { values_[name] = std::move(value); }
  void read_by_output(const std::string& name) { read_.insert(name); }
  Imported finish();

 private:
  void check_sizes(const Node& node, const LayerSpec& spec, const Shape& in) const;
  [[nodiscard]] std::string unique_name(const Node& node) const;
  void mark_exit(const Value& value);

  const Model& model_;
  const ImportOptions& options_;
  Graph graph_;
  std::vector<LayerWeights> weights_;
  std::vector<std::string> notes_;
  std::set<std::string> read_, names_, noted_;
  std::map<std::string, Value> values_;
  std::map<std::string, Constant> constants_;
  std::int64_t floats_ = 0;  // handed out
  double macs_ = 0;
};

/// The axis that the file names, counted from the front.
std::size_t axis_of(const Importer& importer, const Node& node, const Value& value, std::int64_t axis);
bool holds_channels(const Importer& importer, const Value& value, std::size_t axis);

using Operator = void (*)(Importer&, const Node&);
using Operators = std::map<std::string, Operator>;

Operators window_operators();    ///< convolutions, pools
Operators resizing_operators();  ///< padding, resizing
Operators product_operators();   ///< dense, embedding
Operators recurrent_operators();
Operators activation_operators();
Operators normalise_operators();
Operators elementwise_operators();  ///< sums and products, of values and with constants
Operators reshape_operators();      ///< reshape, flatten, transpose, squeeze
Operators part_operators();         ///< concat, split, slice, means over axes
/// Of constants alone: what shapes are made of. False: not all inputs are constants, or nothing to fold.
bool fold_constants(Importer& importer, const Node& node);

// Attributes; the default is for nodes that have none of that name.
const Attribute* find_attribute(const Node& node, const std::string& name);
std::int64_t integer_attribute(const Node& node, const std::string& name, std::int64_t otherwise);
double real_attribute(const Node& node, const std::string& name, double otherwise);
std::string text_attribute(const Node& node, const std::string& name, const std::string& otherwise);
Dims integers_attribute(const Node& node, const std::string& name);
Texts texts_attribute(const Node& node, const std::string& name);
std::string describe(const Node& node);  ///< "node 'conv1' (Conv)"

}  // namespace lastmile::models::onnx
