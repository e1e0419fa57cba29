#include "models/transform/low_rank.hpp"

#include <doctest/doctest.h>

#include "models/transform/factor_depthwise.hpp"
#include "models/zoo/zoo.hpp"
#include "reference_forward.hpp"
#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::models;
using namespace lastmile::models::test;

namespace {

Graph small(bool dense_too = true) {
  Graph net("small", {3, 9, 7});
  net.add(conv(5, 3, 2, 1).named("conv"));
  net.add(plain(LayerKind::relu));
  if (dense_too) net.add(dense(6).named("hidden"));
  net.add(dense(4).named("last"));
  net.mark_exit(net.size() - 1);
  return net;
}

std::vector<int> full_ranks(const Graph& graph, ConvSplit split) {
  std::vector<int> ranks;
  for (LayerId id = 0; id < graph.size(); ++id) ranks.push_back(full_rank(graph.layer(id), split));
  return ranks;
}

double difference(const WeightedGraph& a, const WeightedGraph& b) {
  const Map image = random_map(a.graph.layer(0).out);
  return relative_difference(answer(a, image), answer(b, image));
}

/// A kernel that is a sum of `rank` products of four vectors.
std::vector<float> product_kernel(int rank, int out, int in, int height, int width) {
  RandomStream random(5, "test/cp");
  std::vector<float> kernel(static_cast<std::size_t>(out * in * height * width), 0.0F);
  for (int r = 0; r < rank; ++r) {
    std::vector<std::vector<double>> sides;
    for (const int size : {out, in, height, width}) {
      sides.emplace_back();
      for (int i = 0; i < size; ++i) sides.back().push_back(random.normal());
    }
    float* w = kernel.data();
    for (const double a : sides[0])
      for (const double b : sides[1])
        for (const double c : sides[2])
          for (const double d : sides[3]) *w++ += static_cast<float>(a * b * c * d);
  }
  return kernel;
}

}  // namespace

TEST_CASE("at full rank nothing changes; at a low one something does") {
  const WeightedGraph net = with_random_weights(small());
  for (const ConvSplit split : {ConvSplit::channel, ConvSplit::spatial}) {
    CHECK(difference(net, low_rank(net, split, full_ranks(net.graph, split))) < 1e-5);
    CHECK(difference(net, low_rank(net, split, {0, 1, 0, 1, 0})) > 1e-3);
  }
}

TEST_CASE("weights and MACs of the factors by hand") {
  const Graph graph = small();
  const WeightedGraph channel = low_rank({graph}, ConvSplit::channel, {0, 2, 0, 3, 0});
  const Layer& hidden = graph.layer(3);  // 5 x 5 x 4 = 100 inputs, 6 outputs
  CHECK(split_weights(hidden, ConvSplit::channel, 3) == 3 * 106);
  // conv 2 (27 + 5), dense 3 (100 + 6), last 6 x 4
  CHECK(channel.graph.totals().weights == 64 + 318 + 24);
  CHECK(channel.graph.totals().macs == 20 * 64 + 318 + 24);
  CHECK(channel.graph.totals().biases == graph.totals().biases);
  const WeightedGraph spatial = low_rank({graph}, ConvSplit::spatial, {0, 2, 0, 0, 0});
  CHECK(spatial.graph.layer(1).out == Shape{2, 5, 7});  // rows halved first
  CHECK(spatial.graph.layer(2).out == Shape{5, 5, 4});
  CHECK(spatial.graph.layer(2).name() == "conv");
  CHECK(spatial.graph.totals().weights == 2 * (9 + 15) + 600 + 24);
}

TEST_CASE("a product of few vectors is found again") {
  WeightedGraph net = with_random_weights(small(false));
  net.layers[1].kernel = product_kernel(2, 5, 3, 3, 3);
  const WeightedGraph split = low_rank(net, ConvSplit::cp, {0, 2, 0, 0});
  CHECK(split.graph.size() == net.graph.size() + 3);
  CHECK(split.graph.layer(2).depthwise());
  CHECK(difference(net, split) < 1e-3);
  CHECK(difference(net, low_rank(net, ConvSplit::cp, {0, 1, 0, 0})) > 1e-2);
}

TEST_CASE("ranks for a share of the weights, and ranks that are too large") {
  const Graph graph = small();
  const std::vector<int> ranks = ranks_of_share(graph, ConvSplit::channel, 0.5);
  CHECK(ranks == std::vector<int>{0, 2, 0, 2, 1});  // 135 / 2 / 32, 600 / 2 / 106, 24 / 2 / 10
  CHECK_THROWS_WITH_AS(low_rank({graph}, ConvSplit::channel, {0, 6, 0, 0, 0}),
                       "layer 'conv': rank = 6: must be from 0 to 5", ConfigError);
  CHECK(full_rank(zoo("mobilenet_v1").layer(3), ConvSplit::channel) == 0);
}

TEST_CASE("depthwise factors: exact for a product, else the nearest; MACs as MobileNet's") {
  WeightedGraph net = with_random_weights(small());
  const WeightedGraph near = factor_depthwise(net);
  CHECK(difference(net, near) > 1e-3);
  // 20 places: 3 channels x 9, then 3 x 5
  CHECK(near.graph.totals().macs - net.graph.totals().macs == 20 * (27 + 15) - 20 * 135);
  for (std::size_t o = 0; o < 5; ++o)
    for (std::size_t c = 0; c < 3; ++c)
      for (std::size_t p = 0; p < 9; ++p)
        net.layers[1].kernel[(o * 3 + c) * 9 + p] =
            (static_cast<float>(o) - 1.7F) * (static_cast<float>(c) + 1) * (static_cast<float>(p) - 3.1F);
  CHECK(difference(net, factor_depthwise(net)) < 1e-5);
  CHECK(factor_depthwise(net, {"conv"}).graph.size() == net.graph.size());
}
