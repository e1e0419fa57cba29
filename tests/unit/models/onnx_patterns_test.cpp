// Activations and normalisations that files spell out in several nodes.
#include <doctest/doctest.h>

#include "tests/unit/models/onnx_samples.hpp"

using namespace lastmile;
using namespace lastmile::models;
using namespace lastmile::models::test;

namespace {

/// The one layer that such a sample becomes; input if it is not one.
LayerKind only_layer(const Sample& sample) {
  const Imported made = sample.read();
  return made.graph.size() == 2 ? last(made).kind() : LayerKind::input;
}

}  // namespace

TEST_CASE("onnx patterns: swish and hard swish") {
  CHECK(only_layer(Sample({1, 2, 4, 4}).node("Sigmoid", {"x"}, {"s"}).node("Mul", {"x", "s"}, {"y"})) ==
        LayerKind::swish);
  const auto hard = [](float slope) {
    return Sample({1, 2, 4, 4})
        .node("HardSigmoid", {"x"}, {"s"}, {real("alpha", slope)})
        .node("Mul", {"s", "x"}, {"y"});
  };
  CHECK(only_layer(hard(1.0F / 6)) == LayerKind::hard_swish);
  CHECK(last(hard(0.2F).read()).kind() == LayerKind::multiply);
  Sample clipped({1, 2, 4, 4});
  clipped.number("3", 3)
      .number("0", 0)
      .number("6", 6)
      .node("Add", {"x", "3"}, {"a"})
      .node("Clip", {"a", "0", "6"}, {"c"});
  Sample product = clipped, quotient = clipped;
  product.node("Mul", {"x", "c"}, {"m"}).node("Div", {"m", "6"}, {"y"});
  quotient.node("Div", {"c", "6"}, {"m"}).node("Mul", {"x", "m"}, {"y"});
  CHECK(only_layer(product) == LayerKind::hard_swish);
  CHECK(only_layer(quotient) == LayerKind::hard_swish);
  // Of another value it is a gate.
  const Imported gate = Sample({1, 2, 4, 4})
                            .node("Relu", {"x"}, {"r"})
                            .node("Sigmoid", {"x"}, {"s"})
                            .node("Mul", {"r", "s"}, {"y"})
                            .read();
  CHECK(last(gate).kind() == LayerKind::multiply);
}

TEST_CASE("onnx patterns: gelu") {
  Sample gelu({1, 5, 8});
  gelu.number("root", 1.41421356F).number("1", 1).number("half", 0.5F);
  gelu.node("Div", {"x", "root"}, {"d"}).node("Erf", {"d"}, {"e"}).node("Add", {"e", "1"}, {"a"});
  Sample first = gelu, second = gelu;
  first.node("Mul", {"x", "a"}, {"m"}).node("Mul", {"m", "half"}, {"y"});
  second.node("Mul", {"a", "half"}, {"m"}).node("Mul", {"x", "m"}, {"y"});
  CHECK(only_layer(first) == LayerKind::gelu);
  CHECK(only_layer(second) == LayerKind::gelu);
}

TEST_CASE("onnx patterns: layer normalisation") {
  Sample norm({1, 5, 8});
  norm.number("2", 2).number("small", 1e-5F).weights("scale", {8}).weights("shift", {8});
  norm.node("ReduceMean", {"x"}, {"mean"}, {list("axes", {-1})})
      .node("Sub", {"x", "mean"}, {"d"})
      .node("Pow", {"d", "2"}, {"p"});
  norm.node("ReduceMean", {"p"}, {"var"}, {list("axes", {-1})})
      .node("Add", {"var", "small"}, {"v"})
      .node("Sqrt", {"v"}, {"s"});
  norm.node("Div", {"d", "s"}, {"n"}).node("Mul", {"n", "scale"}, {"m"}).node("Add", {"m", "shift"}, {"y"});
  CHECK(only_layer(norm) == LayerKind::layer_norm);
  CHECK(last(norm.read()).spec.epsilon == doctest::Approx(1e-5));
}
