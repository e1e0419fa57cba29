// Operators one by one: shapes, counts and the places of weights by hand, and what is refused.
#include <doctest/doctest.h>

#include "tests/unit/models/onnx_samples.hpp"

using namespace lastmile;
using namespace lastmile::models;
using namespace lastmile::models::test;

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("onnx import: convolutions with groups, dilation, padding of each side") {
  const Imported conv = Sample({1, 4, 9, 9})
                            .weights("w", {6, 2, 3, 3})
                            .weights("b", {6})
                            .node("Conv", {"x", "w", "b"}, {"y"},
                                  {whole("group", 2), list("strides", {2, 2}), list("pads", {0, 1, 1, 1})})
                            .read();
  CHECK(last(conv).out == Shape{6, 4, 5});  // (9 + 0 + 1 - 3) / 2 + 1, (9 + 1 + 1 - 3) / 2 + 1
  CHECK(last(conv).macs == 6 * 4 * 5 * 2 * 9);
  CHECK(conv.weights.back().kernel.size() == 6 * 2 * 9);
  CHECK(conv.weights.back().bias == std::vector<float>{1, 2, 3, 4, 5, 6});
  const auto same = [](const char* how) {
    return Sample({1, 3, 224, 224})
        .weights("w", {8, 3, 3, 3})
        .node("Conv", {"x", "w"}, {"y"}, {list("strides", {2, 2}), word("auto_pad", how)});
  };
  CHECK(last(same("SAME_UPPER").read()).out == Shape{8, 112, 112});
  CHECK(last(same("VALID").read()).out == Shape{8, 111, 111});
  CHECK(window_of(last(same("SAME_UPPER").read()).spec).bottom == 1);
  CHECK(window_of(last(same("SAME_LOWER").read()).spec).top == 1);
  CHECK(window_of(last(same("SAME_LOWER").read()).spec).bottom == 0);
  const Imported dilated =
      Sample({1, 1, 19, 19})
          .weights("w", {1, 1, 3, 3})
          .node("Conv", {"x", "w"}, {"y"}, {list("dilations", {6, 6}), list("pads", {6, 6, 6, 6})})
          .read();
  CHECK(last(dilated).out == Shape{1, 19, 19});
  const Imported time = Sample({1, 40, 100})
                            .weights("w", {5, 40, 11})
                            .node("Conv", {"x", "w"}, {"y"}, {list("strides", {2}), list("pads", {5, 5})})
                            .read();
  CHECK(last(time).out == Shape{5, 1, 50});
}

TEST_CASE("onnx import: a transposed convolution's weights are turned") {
  const Imported made =
      Sample({1, 2, 4, 4})
          .weights("w", {2, 3, 1, 1})  // [in][out]
          .node("ConvTranspose", {"x", "w"}, {"y"}, {list("strides", {2, 2}), list("output_padding", {1, 1})})
          .read();
  CHECK(last(made).out == Shape{3, 8, 8});
  CHECK(made.weights.back().kernel == std::vector<float>{1, 4, 2, 5, 3, 6});
}

TEST_CASE("onnx import: dense layers, whichever way the matrix lies") {
  const auto gemm = [](int turned, onnx::Dims dims) {
    return Sample({1, 2})
        .weights("w", std::move(dims))
        .weights("b", {3})
        .node("Gemm", {"x", "w", "b"}, {"y"}, {whole("transB", turned)})
        .read();
  };
  CHECK(gemm(1, {3, 2}).weights.back().kernel == std::vector<float>{1, 2, 3, 4, 5, 6});
  CHECK(gemm(0, {2, 3}).weights.back().kernel == std::vector<float>{1, 4, 2, 5, 3, 6});
  CHECK(last(gemm(0, {2, 3})).kind() == LayerKind::dense);
  const Imported product = Sample({1, 2})
                               .weights("w", {2, 3})
                               .weights("b", {3})
                               .node("MatMul", {"x", "w"}, {"m"})
                               .node("Add", {"m", "b"}, {"y"})
                               .read();
  CHECK(product.graph.size() == 2);
  CHECK(product.weights.back().bias == std::vector<float>{1, 2, 3});
  CHECK(has(Sample({1, 2}).weights("w", {4, 3}).node("Gemm", {"x", "w"}, {"y"}).why(),
            "do not fit shape [1, 2]"));
}

TEST_CASE("onnx import: a map flattened with its channels last") {
  const Imported made = Sample({1, 2, 1, 3})
                            .sizes("to", {1, -1})
                            .weights("w", {6, 1})
                            .node("Transpose", {"x"}, {"t"}, {list("perm", {0, 2, 3, 1})})
                            .node("Reshape", {"t", "to"}, {"f"})
                            .node("MatMul", {"f", "w"}, {"y"})
                            .read();
  // The file's order is column, channel; ours is channel, column.
  CHECK(made.weights.back().kernel == std::vector<float>{1, 3, 5, 2, 4, 6});
  CHECK(made.graph.layer(1).kind() == LayerKind::flatten);
}

TEST_CASE("onnx import: weights that do not fit a map flattened with its channels last") {
  const Sample sample = Sample({1, 2, 1, 3})
                            .sizes("to", {1, -1})
                            .weights("w", {2, 1})
                            .node("Transpose", {"x"}, {"t"}, {list("perm", {0, 2, 3, 1})})
                            .node("Reshape", {"t", "to"}, {"f"})
                            .node("MatMul", {"f", "w"}, {"y"});
  CHECK(has(sample.why(), "2 x 1 weights do not fit shape [1, 6]"));
}

TEST_CASE("onnx import: shapes made from shapes") {
  const Imported made = Sample({-1, 3, 8, 8})
                            .sizes("first", {0})
                            .sizes("rest", {-1})
                            .weights("w", {192, 5})
                            .node("Shape", {"x"}, {"s"})
                            .node("Gather", {"s", "first"}, {"n"})
                            .node("Concat", {"n", "rest"}, {"to"}, {whole("axis", 0)})
                            .node("Reshape", {"x", "to"}, {"f"})
                            .node("Gemm", {"f", "w"}, {"y"})
                            .read();
  CHECK(last(made).in == Shape{192, 1, 1});
}

TEST_CASE("onnx import: a channel shuffle is found in reshape, transpose, reshape") {
  const auto shuffled = [](onnx::Dims order) {
    return Sample({1, 6, 4, 4})
        .sizes("split", {1, 3, 2, 4, 4})
        .sizes("back", {1, 6, 4, 4})
        .node("Reshape", {"x", "split"}, {"a"})
        .node("Transpose", {"a"}, {"b"}, {list("perm", std::move(order))})
        .node("Reshape", {"b", "back"}, {"c"})
        .node("Relu", {"c"}, {"y"})
        .read();
  };
  const Imported made = shuffled({0, 2, 1, 3, 4});
  CHECK(made.graph.layer(1).kind() == LayerKind::channel_shuffle);
  CHECK(made.graph.layer(1).spec.groups == 3);
  CHECK(shuffled({0, 1, 2, 3, 4}).graph.size() == 2);  // nothing but the relu
}

TEST_CASE("onnx import: recurrent layers") {
  const auto lstm = [](const std::string& first, const std::string& second) {
    return Sample({6, 1, 4})
        .weights("w", {1, 12, 4})
        .weights("r", {1, 12, 3})
        .weights("b", {1, 24})
        .node("LSTM", {"x", "w", "r", "b"}, {first, second})
        .read();
  };
  const Imported all = lstm("y", ""), end = lstm("", "y");
  CHECK(last(all).out == Shape{3, 1, 6});
  CHECK(last(end).out == Shape{3, 1, 1});
  CHECK(last(all).macs == 6 * 4 * 3 * (4 + 3));
  CHECK(all.weights.back().kernel.size() == 12 * 7);
  CHECK(all.weights.back().bias.front() == 1 + 13);
  CHECK(has(Sample({6, 1, 4})
                .weights("w", {2, 12, 4})
                .weights("r", {2, 12, 3})
                .node("LSTM", {"x", "w", "r"}, {"y"}, {word("direction", "bidirectional")})
                .why(),
            "'bidirectional' is not known"));
}

TEST_CASE("onnx import: recurrent layers with numbers that would be ignored are refused") {
  const auto gru = [](std::vector<onnx::Attribute> attributes) {
    return Sample({6, 1, 4})
        .weights("w", {1, 9, 4})
        .weights("r", {1, 9, 3})
        .weights("b", {1, 18})
        .node("GRU", {"x", "w", "r", "b"}, {"y"}, std::move(attributes));
  };
  onnx::Attribute names;
  names.name = "activations";
  names.kind = onnx::Attribute::Kind::texts;
  names.texts = {"Sigmoid", "Tanh"};
  CHECK(last(gru({names}).read()).spec.reset_first);
  names.texts = {"Sigmoid", "Relu"};
  CHECK(has(gru({names}).why(), "activations other than the standard ones"));
  CHECK(has(gru({real("clip", 3)}).why(), "clip is not known"));
  const Imported behind = gru({whole("linear_before_reset", 1)}).read();
  CHECK(last(behind).spec.reset_bias);
  // Our gates are r z n, the file's z r h; biases of both kinds are sums, but the last.
  CHECK(behind.weights.back().bias ==
        std::vector<float>{4 + 13, 5 + 14, 6 + 15, 1 + 10, 2 + 11, 3 + 12, 7, 8, 9, 16, 17, 18});
}

TEST_CASE("onnx import: arithmetic with constants becomes a normalisation that normalises nothing") {
  const Imported made = Sample({1, 2, 4, 4})
                            .number("c", 2)
                            .node("Div", {"x", "c"}, {"a"})
                            .weights("b", {2, 1, 1})
                            .node("Add", {"a", "b"}, {"y"})
                            .read();
  CHECK(made.graph.layer(1).kind() == LayerKind::batch_norm);
  CHECK(made.weights[1].kernel == std::vector<float>{0.5F, 0.5F});
  CHECK(made.weights[2].bias == std::vector<float>{1, 2});
  CHECK(Sample({1, 2, 4, 4})
            .number("c", 1)
            .node("Mul", {"x", "c"}, {"a"})
            .node("Relu", {"a"}, {"y"})
            .read()
            .graph.size() == 2);
}

TEST_CASE("onnx import: branches, gates and parts") {
  const Imported gate = Sample({1, 4, 6, 6})
                            .node("GlobalAveragePool", {"x"}, {"g"})
                            .node("Sigmoid", {"g"}, {"s"})
                            .node("Mul", {"s", "x"}, {"y"})
                            .read();
  CHECK(last(gate).kind() == LayerKind::multiply);
  CHECK(last(gate).out == Shape{4, 6, 6});
  const Imported parts = Sample({1, 4, 6, 6})
                             .sizes("of", {1, 3})
                             .node("Split", {"x", "of"}, {"a", "b"}, {whole("axis", 1)})
                             .node("Concat", {"b", "a", "b"}, {"y"}, {whole("axis", 1)})
                             .read();
  CHECK(last(parts).out == Shape{7, 6, 6});
  const Imported padded = Sample({1, 3, 8, 8})
                              .sizes("p", {0, 0, 1, 1, 0, 0, 1, 1})
                              .weights("w", {2, 3, 3, 3})
                              .node("Pad", {"x", "p"}, {"a"})
                              .node("Conv", {"a", "w"}, {"y"})
                              .read();
  CHECK(last(padded).out == Shape{2, 8, 8});
  CHECK(has(Sample({1, 3, 8, 8})
                .sizes("p", {0, 0, 1, 1, 0, 0, 1, 1})
                .node("Pad", {"x", "p"}, {"a"})
                .node("MaxPool", {"a"}, {"y"}, {list("kernel_shape", {3, 3})})
                .why(),
            "zeros padded before it count"));
  CHECK(has(Sample({1, 3, 8, 8})
                .sizes("p", {0, 0, 1, 1, 0, 0, 1, 1})
                .node("Pad", {"x", "p"}, {"a"})
                .node("Sigmoid", {"a"}, {"y"})
                .why(),
            "reads a padded map"));
}

TEST_CASE("onnx import: bad files are refused with the node") {
  CHECK(has(Sample({1, 3, 8, 8}).node("Einsum", {"x"}, {"y"}).why(),
            "node 'Einsum0' (Einsum): unknown operator 'Einsum'"));
  CHECK(has(Sample({1, 3, 8, 8})
                .node("Relu", {"b"}, {"a"})
                .node("Add", {"a", "x"}, {"b"})
                .node("Relu", {"b"}, {"y"})
                .why(),
            "(a cycle, or a gap)"));
  CHECK(has(Sample({1, 3, 8, 8}).node("Relu", {"x"}, {"z"}).why(), "0 inputs"));
  CHECK(has(Sample({1, 3, 8, 8}, 21).node("Relu", {"x"}, {"y"}).why(), "opset 21; known are 7 to 18"));
  CHECK(has(Sample({1, 3, -1, 8}).node("Relu", {"x"}, {"y"}).why(), "axis 2: its size is not said"));
  CHECK(has(Sample({1, 3, 8, 8})
                .sizes("s", {1 << 30, 1 << 30})
                .node("ConstantOfShape", {"s"}, {"c"})
                .node("Add", {"x", "c"}, {"y"})
                .why(),
            "too many elements"));
  Sample short_data({1, 3, 8, 8});
  short_data.weights("w", {4, 3, 3, 3}).node("Conv", {"x", "w"}, {"y"});
  short_data.model().constants[0].floats.pop_back();
  CHECK(has(short_data.why(),
            "constant 'w': shape [4, 3, 3, 3] needs 108 elements of 4 bytes, but there are 107 elements"));
}

TEST_CASE("onnx import: weights that a file only describes are written out if asked for, up to a limit") {
  const Sample described = Sample({1, 3, 8, 8})
                               .sizes("s", {4, 3, 3, 3})
                               .node("ConstantOfShape", {"s"}, {"w"})
                               .node("Conv", {"x", "w"}, {"y"});
  CHECK(described.read().weights.back().kernel.size() == 108);
  CHECK(described.read(false).weights.empty());
  ImportOptions few;
  few.most_floats = 107;
  CHECK_THROWS_AS(import_onnx(described.file(), "few", few), ConfigError);
}

TEST_CASE("onnx import: outputs that others read, or twice the same") {
  Sample two({1, 3, 8, 8});
  two.node("Relu", {"x"}, {"a"}).node("Sigmoid", {"a"}, {"y"});
  onnx::Port again;
  again.name = "a";
  two.model().outputs.push_back(again);
  const Imported made = two.read();
  CHECK(made.graph.exits().size() == 2);
  CHECK(made.graph.layer(made.graph.exits()[1]).kind() == LayerKind::reshape);
}
