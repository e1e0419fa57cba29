// Networks of one operator, or few: one for every attribute that changes what is computed.
//
// Constants and inputs are multiples of 1/8 that follow from their places, so that everybody who runs a case
// runs the same one. What ONNX Runtime answers: tests/unit/learn/onnx_golden.txt.
#pragma once

#include <string>
#include <vector>

#include "tests/unit/models/onnx_samples.hpp"

namespace lastmile::models::test {

struct Case {
  std::string name;
  Sample sample;
};

/// From -1 to 1.
inline std::vector<float> places(std::size_t count, std::size_t salt) {
  std::vector<float> values(count);
  for (std::size_t i = 0; i < count; ++i)
    values[i] = static_cast<float>(static_cast<int>((i * 29 + i / 5 * 3 + salt * 7) % 17) - 8) / 8.0F;
  return values;
}

inline std::vector<float> input_of(const Case& one) {
  std::size_t count = 1;
  for (const std::int64_t size : one.sample.model().inputs.front().dims)
    count *= static_cast<std::size_t>(size);
  return places(count, 0);
}

inline void constant(Sample& sample, const std::string& name, onnx::Dims dims, std::size_t salt) {
  std::size_t count = 1;
  for (const std::int64_t size : dims) count *= static_cast<std::size_t>(size);
  sample.values(name, std::move(dims), places(count, salt));
}

inline Case node(const std::string& name, onnx::Dims input, const std::string& operation,
                 const std::vector<onnx::Dims>& constants, std::vector<onnx::Attribute> attributes = {},
                 std::int64_t opset = 13) {
  Case made{name, Sample(std::move(input), opset)};
  std::vector<std::string> inputs = {"x"};
  for (std::size_t i = 0; i < constants.size(); ++i) {
    inputs.push_back("c" + std::to_string(i));
    if (constants[i].empty()) inputs.back().clear();
    if (!constants[i].empty()) constant(made.sample, inputs.back(), constants[i], i + 1);
  }
  made.sample.node(operation, inputs, {"y"}, std::move(attributes));
  return made;
}

inline std::vector<Case> convolution_cases() {
  const auto conv = [](const std::string& name, std::vector<onnx::Attribute> attributes) {
    return node("conv " + name, {1, 2, 7, 6}, "Conv", {{2, 2, 3, 3}, {2}}, std::move(attributes));
  };
  const auto back = [](const std::string& name, std::vector<onnx::Attribute> attributes) {
    return node("transposed " + name, {1, 2, 3, 4}, "ConvTranspose", {{2, 2, 3, 3}, {2}},
                std::move(attributes));
  };
  return {
      conv("plain", {}),
      conv("pads of each side", {list("pads", {0, 2, 1, 1}), list("strides", {2, 1})}),
      conv("more before", {list("pads", {2, 1, 0, 0}), list("strides", {2, 3})}),
      conv("dilated", {list("dilations", {2, 2}), list("pads", {2, 2, 2, 2})}),
      conv("same upper", {word("auto_pad", "SAME_UPPER"), list("strides", {2, 2})}),
      conv("same lower", {word("auto_pad", "SAME_LOWER"), list("strides", {2, 2})}),
      conv("valid", {word("auto_pad", "VALID"), list("strides", {2, 2})}),
      node("conv in groups", {1, 4, 4, 5}, "Conv", {{6, 2, 2, 3}, {6}}, {whole("group", 2)}),
      node("conv depthwise", {1, 3, 5, 4}, "Conv", {{3, 1, 3, 3}}, {whole("group", 3)}),
      node("conv of a sequence", {1, 3, 9}, "Conv", {{2, 3, 4}, {2}},
           {list("strides", {2}), list("pads", {1, 2})}),
      back("plain", {list("strides", {2, 2})}),
      back("cut", {list("strides", {2, 3}), list("pads", {1, 0, 1, 2})}),
      back("with more rows",
           {list("strides", {3, 2}), list("pads", {1, 1, 1, 1}), list("output_padding", {2, 1})}),
      back("dilated", {list("dilations", {2, 2}), list("pads", {1, 2, 1, 2})}),
      node("transposed in groups", {1, 4, 2, 3}, "ConvTranspose", {{4, 2, 2, 3}, {4}},
           {whole("group", 2), list("strides", {2, 1})}),
  };
}

inline std::vector<Case> pool_cases() {
  const auto pool = [](const std::string& name, const std::string& kind,
                       std::vector<onnx::Attribute> attributes) {
    return node(name, {1, 2, 6, 7}, kind, {}, std::move(attributes));
  };
  const onnx::Attribute three = list("kernel_shape", {3, 3}), apart = list("strides", {2, 2}),
                        around = list("pads", {1, 1, 1, 1}), up = whole("ceil_mode", 1),
                        zeros = whole("count_include_pad", 1);
  return {
      pool("max", "MaxPool", {list("kernel_shape", {2, 3}), list("strides", {2, 3})}),
      pool("max padded unevenly", "MaxPool", {three, apart, list("pads", {0, 1, 1, 0})}),
      pool("max rounded up", "MaxPool", {three, apart, up}),
      pool("max rounded up and padded", "MaxPool", {three, list("strides", {3, 3}), around, up}),
      pool("max dilated", "MaxPool", {list("kernel_shape", {2, 2}), list("dilations", {2, 2})}),
      pool("max same upper", "MaxPool", {three, apart, word("auto_pad", "SAME_UPPER")}),
      pool("max same lower", "MaxPool", {three, apart, word("auto_pad", "SAME_LOWER")}),
      pool("mean", "AveragePool", {three, apart}),
      pool("mean without zeros", "AveragePool", {three, apart, around}),
      pool("mean with zeros", "AveragePool", {three, apart, around, zeros}),
      pool("mean with zeros of one side", "AveragePool", {three, apart, list("pads", {0, 0, 1, 1}), zeros}),
      pool("mean rounded up", "AveragePool", {three, apart, up}),
      pool("mean rounded up, with zeros", "AveragePool", {three, list("strides", {2, 3}), around, up, zeros}),
      pool("mean same lower", "AveragePool", {three, apart, word("auto_pad", "SAME_LOWER")}),
      pool("global mean", "GlobalAveragePool", {}),
      pool("global max", "GlobalMaxPool", {}),
  };
}

inline std::vector<Case> plain_cases() {
  const onnx::Dims map = {1, 6, 2, 2};
  const auto lrn = [&map](const std::string& name, std::int64_t size, float beta) {
    return node("lrn " + name, map, "LRN", {},
                {whole("size", size), real("alpha", 0.9F), real("beta", beta), real("bias", 1.5F)});
  };
  Case norm{"batch_norm with its epsilon", Sample({1, 3, 2, 3})};
  for (const std::size_t i : {1U, 2U, 3U}) constant(norm.sample, "c" + std::to_string(i), {3}, i);
  norm.sample.values("v", {3}, {0.5F, 0.25F, 1.5F})
      .node("BatchNormalization", {"x", "c1", "c2", "c3", "v"}, {"y"}, {real("epsilon", 0.25F)});
  Case clip{"clip", Sample({1, 2, 3, 3})};
  clip.sample.number("low", -0.3F).number("high", 0.6F).node("Clip", {"x", "low", "high"}, {"y"});
  return {
      lrn("of an odd size", 3, 0.75F),
      lrn("of all channels", 7, 0.5F),
      lrn("with another exponent", 5, 0.4F),
      std::move(norm),
      node("layer_norm with its epsilon", {1, 5, 4}, "LayerNormalization", {{4}, {4}},
           {real("epsilon", 0.1F)}, 17),
      std::move(clip),
      node("prelu by channels", {1, 3, 2, 3}, "PRelu", {{3, 1, 1}}),
      node("leaky relu", {1, 1, 3, 3}, "LeakyRelu", {}, {real("alpha", 0.3F)}),
      node("hard sigmoid", {1, 1, 3, 3}, "HardSigmoid", {}, {real("alpha", 0.7F)}),
      node("hard sigmoid of the standard", {1, 1, 3, 3}, "HardSigmoid", {}),
      node("hard swish", {1, 1, 3, 3}, "HardSwish", {}, {}, 14),
      node("space to depth", {1, 2, 4, 6}, "SpaceToDepth", {}, {whole("blocksize", 2)}),
      node("gemm, turned, scaled", {1, 5}, "Gemm", {{3, 5}, {3}},
           {whole("transB", 1), real("alpha", 0.5F), real("beta", 2)}),
      node("gemm as it lies", {1, 5}, "Gemm", {{5, 3}, {3}}, {real("alpha", 1.5F)}),
  };
}

inline Case recurrent_case(const std::string& name, const std::string& kind, std::int64_t gates,
                           std::vector<onnx::Attribute> attributes, bool bias = true) {
  attributes.push_back(whole("hidden_size", 3));
  return node(name, {4, 1, 2}, kind,
              {{1, 3 * gates, 2}, {1, 3 * gates, 3}, bias ? onnx::Dims{1, 6 * gates} : onnx::Dims{}},
              std::move(attributes), 14);
}

inline std::vector<Case> recurrent_cases() {
  return {
      recurrent_case("lstm", "LSTM", 4, {}),
      recurrent_case("lstm without bias", "LSTM", 4, {}, false),
      recurrent_case("gru, reset first", "GRU", 3, {}),
      recurrent_case("gru, reset behind", "GRU", 3, {whole("linear_before_reset", 1)}),
      recurrent_case("gru, reset behind, without bias", "GRU", 3, {whole("linear_before_reset", 1)}, false),
      recurrent_case("rnn", "RNN", 1, {}),
  };
}

/// Several nodes, where the order of axes could go wrong.
inline std::vector<Case> order_cases() {
  std::vector<Case> cases;
  const auto add = [&cases](const std::string& name, onnx::Dims input) -> Sample& {
    cases.push_back({name, Sample(std::move(input))});
    return cases.back().sample;
  };
  Sample& map = add("a map added with its channels last", {1, 3, 2, 2});
  constant(map, "m", {2, 2, 3}, 1);
  map.node("Transpose", {"x"}, {"t"}, {list("perm", {0, 2, 3, 1})}).node("Add", {"t", "m"}, {"s"});
  map.node("Transpose", {"s"}, {"y"}, {list("perm", {0, 3, 1, 2})});
  Sample& affine = add("a scale and a shift by channels", {1, 3, 2, 2});
  constant(affine, "a", {3, 1, 1}, 1);
  constant(affine, "b", {1, 3, 1, 1}, 2);
  affine.node("Mul", {"x", "a"}, {"p"}).node("Sub", {"b", "p"}, {"y"});
  Sample& last = add("flattened with its channels last", {1, 3, 2, 2});
  constant(last, "w", {12, 4}, 1);
  last.sizes("to", {1, -1}).node("Transpose", {"x"}, {"t"}, {list("perm", {0, 2, 3, 1})});
  last.node("Reshape", {"t", "to"}, {"f"}).node("MatMul", {"f", "w"}, {"y"});
  Sample& shuffled = add("channels shuffled", {1, 6, 2, 2});
  shuffled.sizes("split", {1, 3, 2, 2, 2}).sizes("back", {1, 6, 2, 2}).node("Reshape", {"x", "split"}, {"a"});
  shuffled.node("Transpose", {"a"}, {"b"}, {list("perm", {0, 2, 1, 3, 4})})
      .node("Reshape", {"b", "back"}, {"y"});
  Sample& parts = add("parts joined in another order", {1, 5, 2, 2});
  parts.sizes("of", {2, 3}).node("Split", {"x", "of"}, {"a", "b"}, {whole("axis", 1)});
  parts.node("Concat", {"b", "a"}, {"y"}, {whole("axis", 1)});
  Sample& gate = add("channels excited", {1, 3, 2, 3});
  constant(gate, "w", {3, 3, 1, 1}, 1);
  gate.node("GlobalAveragePool", {"x"}, {"g"}).node("Conv", {"g", "w"}, {"h"}).node("Sigmoid", {"h"}, {"s"});
  gate.node("Mul", {"x", "s"}, {"y"});
  Sample& zeros = add("a pad before a mean that counts zeros", {1, 1, 4, 4});
  zeros.sizes("p", {0, 0, 1, 0, 0, 0, 0, 1}).node("Pad", {"x", "p"}, {"a"});
  zeros.node("AveragePool", {"a"}, {"y"}, {list("kernel_shape", {2, 2}), list("strides", {2, 2})});
  Sample& lowest = add("a pad before a maximum", {1, 1, 4, 4});
  lowest.sizes("p", {0, 0, 1, 1, 0, 0, 1, 1}).node("Relu", {"x"}, {"s"}).node("Pad", {"s", "p"}, {"a"});
  lowest.node("MaxPool", {"a"}, {"y"}, {list("kernel_shape", {2, 2}), list("strides", {2, 2})});
  Sample& grown = add("rows and columns repeated", {1, 2, 2, 3});
  grown.values("by", {4}, {1, 1, 2, 3});
  grown.node("Resize", {"x", "", "by"}, {"y"},
             {word("mode", "nearest"), word("coordinate_transformation_mode", "asymmetric"),
              word("nearest_mode", "floor")});
  return cases;
}

inline std::vector<Case> all_cases() {
  std::vector<Case> all;
  for (auto* family : {&convolution_cases, &pool_cases, &plain_cases, &recurrent_cases, &order_cases})
    for (Case& one : family()) all.push_back(std::move(one));
  return all;
}

}  // namespace lastmile::models::test
