#include "models/transform/weighted_graph.hpp"

#include <doctest/doctest.h>

#include <numeric>

#include "models/transform/compression.hpp"
#include "models/transform/filters.hpp"
#include "models/transform/low_rank.hpp"
#include "models/zoo/zoo.hpp"
#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::models;

TEST_CASE("a flat vector is kernel, then bias, layer after layer, and comes back as it was") {
  Graph graph("two", {2, 1, 1});
  graph.add(dense(2));
  graph.mark_exit(graph.add(dense(1, false)));
  std::vector<float> flat(8);
  std::iota(flat.begin(), flat.end(), 1.0F);
  const WeightedGraph net = with_weights(graph, flat);
  CHECK(net.layers[1].kernel == std::vector<float>{1, 2, 3, 4});
  CHECK(net.layers[1].bias == std::vector<float>{5, 6});
  CHECK(net.layers[2].kernel == std::vector<float>{7, 8});
  CHECK(flat_weights(net) == flat);
}

TEST_CASE("a norm's statistics lie behind its shift") {
  Graph graph("norm", {2, 1, 1});
  graph.mark_exit(graph.add(plain(LayerKind::batch_norm)));
  const WeightedGraph net = with_weights(graph, std::vector<float>{1, 2, 3, 4, 5, 6, 7, 8});
  CHECK(net.layers[1].bias == std::vector<float>{3, 4});
  CHECK(net.layers[1].mean == std::vector<float>{5, 6});
  CHECK(net.layers[1].variance == std::vector<float>{7, 8});
  CHECK(flat_weights(net) == std::vector<float>{1, 2, 3, 4, 5, 6, 7, 8});
}

TEST_CASE("tied weights are stored once, and go through every transform as they are") {
  Graph graph("tied", {1, 1, 3});
  graph.add(embedding(5, 4));
  graph.add(conv(4, 1));
  graph.mark_exit(graph.add(conv(5, 1, 1, 0, 1, false).with_tied_weights()));
  const WeightedGraph net = with_weights(graph, std::vector<float>(20 + 20, 1.0F));
  CHECK(net.layers[3].kernel.empty());
  CHECK(flat_weights(net).size() == 40);
  CHECK(flat_weights(keep_filters(net, 0.5).net).size() == 40);
  CHECK(full_rank(graph.layer(3), ConvSplit::channel) == 0);
  CHECK(costs_of(graph, uncompressed(graph)).weight_bytes == 160);
}

TEST_CASE("weights of another network are refused") {
  CHECK_THROWS_WITH_AS(with_weights(lenet(), std::vector<float>(3)),
                       "network 'lenet' has 431080 parameters; 3 are given", ConfigError);
}

TEST_CASE("a network written anew is the same network") {
  const WeightedGraph net{camera_cnn()};
  Rewriter rewriter(net, "copy");
  for (LayerId id = 1; id < net.graph.size(); ++id) rewriter.copy(id);
  const Graph copy = rewriter.finish().graph;
  CHECK(copy.name() == "copy");
  CHECK(copy.exits() == net.graph.exits());
  CHECK(copy.totals().macs == net.graph.totals().macs);
  for (LayerId id = 0; id < copy.size(); ++id) {
    CHECK(copy.inputs(id) == net.graph.inputs(id));
    CHECK(copy.layer(id).name() == net.graph.layer(id).name());
  }
}
