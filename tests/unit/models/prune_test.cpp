#include "models/transform/prune.hpp"

#include <doctest/doctest.h>

#include "reference_forward.hpp"
#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::models;
using namespace lastmile::models::test;

namespace {

WeightedGraph two_layers() {
  Graph graph("two", {2, 1, 1});
  graph.add(dense(2));
  graph.mark_exit(graph.add(dense(2, false)));
  return with_weights(graph, std::vector<float>{1, -4, 3, 2, 9, 9, -10, 20, 30, 5});
}

}  // namespace

TEST_CASE("the largest weights of each layer are kept, biases always") {
  WeightedGraph net = two_layers();
  const Masks masks = keep_largest(net, 0.5);
  CHECK(flat_mask(masks, net.graph) == std::vector<std::uint8_t>{0, 1, 1, 0, 1, 1, 0, 1, 1, 0});
  prune(masks, net);
  CHECK(flat_weights(net) == std::vector<float>{0, -4, 3, 0, 9, 9, 0, 20, 30, 0});
  CHECK(density(masks[1]) == 0.5);
}

TEST_CASE("over the whole network layers of small weights lose more") {
  const WeightedGraph net = two_layers();
  const Masks masks = keep_largest_overall(net, 0.5);
  CHECK(density(masks[1]) == 0);
  CHECK(density(masks[2]) == 1);
}

TEST_CASE("densities by layer, their ends, and bad ones") {
  const WeightedGraph net = two_layers();
  const Masks masks = keep_largest(net, {1, 0.25, 1});
  CHECK(density(masks[1]) == 0.25);
  CHECK(density(masks[2]) == 1);
  CHECK(density(keep_largest(net, 0)[1]) == 0);
  CHECK_THROWS_WITH_AS(keep_largest(net, 1.5), "density = 1.500000: must be from 0 to 1", ConfigError);
  CHECK_THROWS_WITH_AS(keep_largest({net.graph}, 0.5),
                       "network 'two': pruning by magnitude needs weights", ConfigError);
}
