#include "models/onnx/patterns.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "models/onnx/importer.hpp"

namespace lastmile::models::onnx {
namespace {

constexpr int most_depth = 4;  // of products in products: no pattern is deeper

// What is multiplied, apart from numbers.
struct Product {
  double factor = 1;
  std::vector<std::string> values;
};

class Patterns {
 public:
  explicit Patterns(Model& model) : model_(model) {
    for (const Tensor& tensor : model.constants) constants_[tensor.name] = &tensor;
    for (std::size_t i = 0; i < model.nodes.size(); ++i) {
      for (const std::string& output : model.nodes[i].outputs) maker_[output] = i;
      for (const std::string& input : model.nodes[i].inputs) ++readers_[input];
    }
    for (const Port& port : model.outputs) ++readers_[port.name];
  }

  void fold() {
    for (Node& node : model_.nodes) {
      if (node.operation == "Mul" || node.operation == "Div") fold_product(node);
      if (node.operation == "Add") fold_bias(node);
      if (node.operation == "Add") fold_layer_norm(node);
    }
  }

 private:
  const Node* made_by(const std::string& value, const std::string& operation) const {
    const auto found = maker_.find(value);
    const bool fits = found != maker_.end() && model_.nodes[found->second].operation == operation;
    return fits ? &model_.nodes[found->second] : nullptr;
  }

  const Tensor* tensor(const std::string& value) const {
    const auto found = constants_.find(value);
    if (found != constants_.end()) return found->second;
    const Node* node = made_by(value, "Constant");
    if (node == nullptr) return nullptr;
    for (const Attribute& attribute : node->attributes)
      if (attribute.name == "value") return &attribute.tensor;
    return nullptr;
  }

  std::optional<double> number(const std::string& value) const {
    const Tensor* found = tensor(value);
    if (found == nullptr || found->dims.size() > 4 || elements_of(found->dims, value) != 1)
      return std::nullopt;
    return uniform_value(constant_of(*found));
  }

  // The other input, if one of the two is this number.
  std::optional<std::string> beside(const Node& node, double wanted) const {
    for (std::size_t i = 0; node.inputs.size() == 2 && i < 2; ++i) {
      const std::optional<double> found = number(node.inputs[i]);
      if (found && std::abs(*found - wanted) < 1e-4) return node.inputs[1 - i];
    }
    return std::nullopt;
  }

  void multiply(const Node& node, Product& product, int depth) const {
    if (node.inputs.size() != 2) return;
    for (std::size_t i = 0; i < 2; ++i) {
      const bool divides = i == 1 && node.operation == "Div";
      const std::string& input = node.inputs[i];
      const std::optional<double> factor = number(input);
      const Node* inner = made_by(input, "Mul");
      if (inner == nullptr) inner = made_by(input, "Div");
      if (factor)
        product.factor *= divides ? 1 / *factor : *factor;
      else if (inner != nullptr && !divides && depth < most_depth)
        multiply(*inner, product, depth + 1);
      else
        product.values.push_back(divides ? "" : input);
    }
  }

  // The value x if `gate` is a function of x that makes, times x, the operation.
  std::optional<std::string> gated(const std::string& gate, double factor, std::string& operation) const {
    const auto near = [factor](double wanted) { return std::abs(factor - wanted) < 1e-4; };
    if (const Node* node = made_by(gate, "Sigmoid"); node != nullptr && near(1)) {
      operation = "Swish";
      return node->inputs.empty() ? std::nullopt : std::optional(node->inputs[0]);
    }
    if (const Node* node = made_by(gate, "HardSigmoid"); node != nullptr && near(1) && is_standard(*node)) {
      operation = "HardSwish";
      return node->inputs.empty() ? std::nullopt : std::optional(node->inputs[0]);
    }
    if (const Node* clip = made_by(gate, "Clip"); clip != nullptr && near(1.0 / 6) && !clip->inputs.empty()) {
      const Node* sum = made_by(clip->inputs[0], "Add");
      operation = "HardSwish";
      return sum != nullptr && clips_at_6(*clip) ? beside(*sum, 3) : std::nullopt;
    }
    const Node* one_more = made_by(gate, "Add");
    const std::optional<std::string> error =
        one_more != nullptr && near(0.5) ? beside(*one_more, 1) : std::nullopt;
    const Node* erf = error ? made_by(*error, "Erf") : nullptr;
    if (erf == nullptr || erf->inputs.empty()) return std::nullopt;
    operation = "Gelu";
    return scaled(erf->inputs[0], std::sqrt(0.5));
  }

  // As in hard_swish: min(max(x + 3, 0), 6) / 6.
  static bool is_standard(const Node& hard_sigmoid) {
    return std::abs(real_attribute(hard_sigmoid, "alpha", 0.2) - 1.0 / 6) < 1e-4 &&
           std::abs(real_attribute(hard_sigmoid, "beta", 0.5) - 0.5) < 1e-4;
  }

  bool clips_at_6(const Node& clip) const {
    for (const Attribute& attribute : clip.attributes)
      if (attribute.name == "max") return attribute.real == 6.0F;
    return clip.inputs.size() > 2 && number(clip.inputs[2]).value_or(0) == 6;
  }

  // The value that is multiplied by this number to give `value`.
  std::optional<std::string> scaled(const std::string& value, double factor) const {
    for (const char* operation : {"Mul", "Div"}) {
      const Node* node = made_by(value, operation);
      if (node == nullptr) continue;
      Product product;
      multiply(*node, product, 0);
      if (product.values.size() == 1 && std::abs(product.factor - factor) < 1e-4) return product.values[0];
    }
    return std::nullopt;
  }

  // As it is written, then with the products inside of it written out.
  void fold_product(Node& node) const {
    for (const int depth : {most_depth, 0}) {
      Product product;
      multiply(node, product, depth);
      for (std::size_t i = 0; product.values.size() == 2 && i < 2; ++i) {
        std::string operation;
        const std::optional<std::string> x = gated(product.values[i], product.factor, operation);
        if (x && *x == product.values[1 - i]) return become(node, operation, {*x}, {});
      }
    }
  }

  void fold_bias(Node& node) const {
    for (std::size_t i = 0; node.inputs.size() == 2 && i < 2; ++i) {
      const Node* product = made_by(node.inputs[i], "MatMul");
      const Tensor* bias = tensor(node.inputs[1 - i]);
      const bool fits = product != nullptr && product->inputs.size() == 2 && bias != nullptr &&
                        bias->dims.size() == 1 && tensor(product->inputs[1]) != nullptr &&
                        readers_.at(node.inputs[i]) == 1;
      if (!fits) continue;
      return become(node, "MatMul", {product->inputs[0], product->inputs[1], node.inputs[1 - i]}, {});
    }
  }

  // x - mean(x) of which this is the quotient by the root; epsilon beside it.
  std::optional<std::string> normalised(const std::string& value, double& epsilon) const {
    const Node* quotient = made_by(value, "Div");
    if (quotient == nullptr || quotient->inputs.size() != 2) return std::nullopt;
    const Node *difference = made_by(quotient->inputs[0], "Sub"),
               *root = made_by(quotient->inputs[1], "Sqrt");
    if (difference == nullptr || root == nullptr || difference->inputs.size() != 2 || root->inputs.empty())
      return std::nullopt;
    const Node *mean = made_by(difference->inputs[1], "ReduceMean"), *sum = made_by(root->inputs[0], "Add");
    if (mean == nullptr || mean->inputs.empty() || mean->inputs[0] != difference->inputs[0] || sum == nullptr)
      return std::nullopt;
    for (std::size_t i = 0; sum->inputs.size() == 2 && i < 2; ++i) {
      const std::optional<double> small = number(sum->inputs[i]);
      if (!small || made_by(sum->inputs[1 - i], "ReduceMean") == nullptr) continue;
      epsilon = *small;
      return difference->inputs[0];
    }
    return std::nullopt;
  }

  // The last of: normalised value, times scale, plus shift.
  void fold_layer_norm(Node& node) const {
    for (std::size_t i = 0; node.inputs.size() == 2 && i < 2; ++i) {
      const Node* product = made_by(node.inputs[i], "Mul");
      if (product == nullptr || product->inputs.size() != 2 || tensor(node.inputs[1 - i]) == nullptr)
        continue;
      for (std::size_t k = 0; k < 2; ++k) {
        double epsilon = 0;
        const std::optional<std::string> x = normalised(product->inputs[k], epsilon);
        if (!x || tensor(product->inputs[1 - k]) == nullptr) continue;
        Attribute small;
        small.name = "epsilon";
        small.kind = Attribute::Kind::real;
        small.real = static_cast<float>(epsilon);
        return become(node, "LayerNormalization", {*x, product->inputs[1 - k], node.inputs[1 - i]}, {small});
      }
    }
  }

  static void become(Node& node, const std::string& operation, const std::vector<std::string>& inputs,
                     const std::vector<Attribute>& attributes) {
    const std::vector<std::string> copy = inputs;
    node.operation = operation;
    node.inputs = copy;
    node.attributes = attributes;
  }

  Model& model_;
  std::map<std::string, const Tensor*> constants_;
  std::map<std::string, std::size_t> maker_;
  std::map<std::string, int> readers_;
};

// What no output needs.
void remove_unread(Model& model) {
  std::set<std::string> needed;
  for (const Port& port : model.outputs) needed.insert(port.name);
  std::vector<Node> kept;
  for (std::size_t i = model.nodes.size(); i-- > 0;) {
    Node& node = model.nodes[i];
    const bool read = std::any_of(node.outputs.begin(), node.outputs.end(),
                                  [&](const std::string& name) { return needed.count(name) > 0; });
    if (!read) continue;
    needed.insert(node.inputs.begin(), node.inputs.end());
    kept.push_back(std::move(node));
  }
  std::reverse(kept.begin(), kept.end());
  model.nodes = std::move(kept);
}

}  // namespace

void fold_patterns(Model& model) {
  Patterns(model).fold();
  remove_unread(model);
}

}  // namespace lastmile::models::onnx
