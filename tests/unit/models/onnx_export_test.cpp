// What is exported comes back: the same totals, the same weights.
#include "models/onnx/export.hpp"

#include <doctest/doctest.h>

#include "models/transform/weighted_graph.hpp"
#include "models/zoo/zoo.hpp"
#include "tests/unit/models/onnx_samples.hpp"

using namespace lastmile;
using namespace lastmile::models;

namespace {

Totals back(const Graph& graph) {
  ImportOptions options;
  options.weights = false;
  return import_onnx(export_onnx(graph, {}), graph.name(), options).graph.totals();
}

void check_same(const Graph& graph) {
  INFO(graph.name());
  const Totals ours = graph.totals(), read = back(graph);
  CHECK(read.macs == ours.macs);
  CHECK(read.weights == ours.weights);
  CHECK(read.biases == ours.biases);
  CHECK(read.activations == ours.activations);
}

Graph ended(Graph net) {
  net.mark_exit(net.size() - 1);
  return net;
}

/// Every kind that the zoo of today may lack.
Graph many_kinds() {
  Graph net("many", {4, 8, 8});
  net.add(conv(6, 3, 2, 0, 2).padded_more(1));
  LayerSpec norm = plain(LayerKind::batch_norm), neighbours = plain(LayerKind::lrn),
            steep = plain(LayerKind::hard_sigmoid);
  norm.epsilon = 0.01;
  neighbours.lrn = {3, 0.1, 0.5, 2};
  steep.slope = 0.3;
  for (const LayerSpec& spec : {norm, neighbours, steep, plain(LayerKind::prelu), plain(LayerKind::clip)})
    net.add(spec);
  for (const LayerKind kind :
       {LayerKind::hard_swish, LayerKind::hard_sigmoid, LayerKind::swish, LayerKind::gelu, LayerKind::sigmoid,
        LayerKind::tanh, LayerKind::leaky_relu, LayerKind::relu6})
    net.add(plain(kind));
  net.add(shuffle(3));
  net.add(transposed_conv(4, 3, 2, 1).padded_more(1));
  net.add(transposed_conv(4, 3, 1, 1).padded_more(-1));
  net.add(conv(4, 2));
  net.add(transposed_conv(4, 2, 1));
  net.add(transposed_conv(4, 2, 1));
  const LayerId map = net.add(upsample(2));
  LayerSpec blocks = plain(LayerKind::space_to_depth);
  blocks.stride = 2;
  net.add(blocks);
  net.add(slice(4, 4));
  net.add(conv(4, 1).wide(3, 1));
  const LayerId small = net.add(plain(LayerKind::global_avg_pool));
  net.add(plain(LayerKind::multiply), std::vector<LayerId>{map, small});
  net.add(avg_pool(3, 2, 1, true));
  net.add(conv(16, 1));
  net.add(reshape({16, 1, 81}));
  net.add(reshape({16, 9, 9}));
  return ended(std::move(net));
}

Graph words() {
  Graph net("words", {1, 1, 12});
  net.add(embedding(50, 8));
  net.add(recurrent(LayerKind::lstm, 6));
  net.add(plain(LayerKind::layer_norm));
  net.add(plain(LayerKind::position));
  net.add(recurrent(LayerKind::gru, 5));
  LayerSpec early = recurrent(LayerKind::gru, 5);
  early.reset_first = true;
  net.add(early);
  LayerSpec one = plain(LayerKind::select);
  one.from = 3;
  net.add(conv(7, 1), net.size() - 1);
  net.add(recurrent(LayerKind::rnn, 4, 0, true));
  net.add(dense(3));
  return ended(std::move(net));
}

}  // namespace

TEST_CASE("onnx export: the zoo comes back with the same totals") {
  int written = 0;
  for (const ZooEntry& entry : zoo_entries()) {
    const Graph graph = zoo(entry.name);
    try {
      export_onnx(graph, {});
    } catch (const ConfigError&) {
      continue;  // has a layer without an operator: says so
    }
    check_same(graph);
    ++written;
  }
  CHECK(written >= 8);
}

TEST_CASE("onnx export: many kinds, and sequences") {
  check_same(many_kinds());
  check_same(words());
}

TEST_CASE("onnx export: weights come back bit for bit") {
  for (const Graph& graph : {zoo("lenet"), zoo("camera_cnn"), many_kinds(), words()}) {
    INFO(graph.name());
    const std::vector<LayerWeights> weights = random_weights(graph, RandomStream(1, "weights"));
    const Imported read = import_onnx(export_onnx(graph, weights), graph.name());
    const std::vector<float> before = flat_weights({graph, weights});
    CHECK(before.size() >= static_cast<std::size_t>(graph.totals().parameters()));
    CHECK(flat_weights({read.graph, read.weights}) == before);
  }
}

TEST_CASE("onnx export: layers without an operator are named") {
  Graph net("text", {8, 1, 4});
  net.add(attention(2).named("look"), std::vector<LayerId>{0, 0, 0});
  const Graph graph = ended(std::move(net));
  CHECK_THROWS_WITH_AS(export_onnx(graph, {}), doctest::Contains("layer 'look' (attention)"), ConfigError);
  const std::vector<LayerWeights> too_few(1);
  CHECK_THROWS_AS(export_onnx(zoo("lenet"), too_few), ConfigError);
}
