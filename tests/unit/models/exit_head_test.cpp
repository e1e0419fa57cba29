#include "models/transform/exit_head.hpp"

#include <doctest/doctest.h>

#include "models/zoo/zoo.hpp"
#include "reference_forward.hpp"
#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::models;
using namespace lastmile::models::test;

TEST_CASE("a new exit answers before the old one, which answers as before") {
  const WeightedGraph net = with_random_weights(lenet());
  const WeightedGraph with =
      with_exit(net, "max_pool_2", plain_head(net.graph, "max_pool_2"), RandomStream(1, "test/exit"));
  REQUIRE(with.graph.exits().size() == 2);
  CHECK(with.graph.layer(with.graph.exits()[0]).out == Shape{10, 1, 1});
  const Map image = random_map({1, 28, 28});
  CHECK(relative_difference(answer(net, image), answer(with, image)) == 0);
  // the head: mean of 3 x 3 of 12 x 12, then 20 x 4 x 4 inputs
  CHECK(with.graph.totals().weights - net.graph.totals().weights == 3200);
  CHECK(with.graph.totals().biases - net.graph.totals().biases == 10);
}

TEST_CASE("a norm of a new head starts as one that changes nothing") {
  const WeightedGraph net = with_random_weights(lenet());
  const std::vector<LayerSpec> head = {plain(LayerKind::batch_norm).named("norm"), dense(10)};
  const WeightedGraph with = with_exit(net, "max_pool_2", head, RandomStream(1, "test/exit"));
  const LayerWeights& norm = with.layers[with.graph.find("norm")];
  CHECK(norm.kernel == std::vector<float>(20, 1.0F));
  CHECK(norm.mean == std::vector<float>(20, 0.0F));
  CHECK(norm.variance == std::vector<float>(20, 1.0F));
}

TEST_CASE("exits are in the order in which they leave the network") {
  const Graph graph = camera_cnn();
  const LayerId third = graph.find("conv3");
  const auto relu = graph.layer(graph.consumers(third)[0]).name();
  const WeightedGraph late = with_exit({graph}, relu, plain_head(graph, relu), RandomStream(1, "x"));
  REQUIRE(late.graph.exits().size() == 3);
  CHECK(late.graph.layer(late.graph.exits()[1]).name() == relu + "/exit/3");
  const WeightedGraph early = with_exit({graph}, "conv1", plain_head(graph, "conv1"), RandomStream(1, "x"));
  CHECK(early.graph.layer(early.graph.exits()[0]).name() == "conv1/exit/3");
}

TEST_CASE("an unknown layer, an empty head and a layer behind an exit are refused") {
  const WeightedGraph net{lenet()};
  CHECK_THROWS_WITH_AS(with_exit(net, "max_pol_2", {dense(10)}, RandomStream(1, "x")),
                       doctest::Contains("did you mean 'max_pool_2'"), ConfigError);
  CHECK_THROWS_AS(with_exit(net, "max_pool_2", {}, RandomStream(1, "x")), ConfigError);
  CHECK_THROWS_AS(with_exit(net, "softmax_9", {dense(10)}, RandomStream(1, "x")), ConfigError);
}
