#include "models/transform/weighted_graph.hpp"

#include <doctest/doctest.h>

#include <numeric>

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
