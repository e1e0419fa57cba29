#include "models/transform/fuse.hpp"

#include <doctest/doctest.h>

#include "reference_forward.hpp"
#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::models;
using namespace lastmile::models::test;

namespace {

/// Norms behind conv (with and without bias), depthwise conv and dense; one that two layers read past.
Graph normed() {
  Graph net("normed", {3, 8, 8});
  net.add(conv(6, 3, 1, 1, 1, false));
  net.add(plain(LayerKind::batch_norm));
  net.add(plain(LayerKind::relu));
  net.add(conv(6, 3, 1, 1, 6, false));
  const LayerId fork = net.add(plain(LayerKind::batch_norm));
  const LayerId side = net.add(conv(6, 1), fork);
  const LayerId own = net.add(plain(LayerKind::batch_norm), side);
  const LayerId sum = net.add(plain(LayerKind::add), {own, side});
  net.add(plain(LayerKind::flatten), sum);
  net.add(dense(4));
  net.mark_exit(net.add(plain(LayerKind::batch_norm)));
  return net;
}

Graph pools(const std::vector<LayerSpec>& specs, Shape shape) {
  Graph net("pools", shape);
  for (const LayerSpec& spec : specs) net.add(spec);
  net.mark_exit(net.size() - 1);
  return net;
}

}  // namespace

TEST_CASE("folding normalisation changes no answer and leaves a norm whose input others read") {
  const WeightedGraph net = with_random_weights(normed());
  const WeightedGraph folded = fold_norms(net);
  CHECK(folded.graph.size() == net.graph.size() - 3);
  int norms = 0;
  for (LayerId id = 0; id < folded.graph.size(); ++id)
    norms += folded.graph.layer(id).kind() == LayerKind::batch_norm ? 1 : 0;
  CHECK(norms == 1);
  const Map image = random_map({3, 8, 8});
  CHECK(relative_difference(answer(net, image), answer(folded, image)) < 1e-6);
}

TEST_CASE("folding without weights changes the graph alone") {
  const WeightedGraph folded = fold_norms({normed()});
  CHECK(!folded.has_weights());
  // conv 6 + depthwise 6 + conv 6 + norm 6 + dense 4 biases
  CHECK(folded.graph.totals().biases == 28);
}

TEST_CASE("a folded weight by hand") {
  Graph graph("one", {1, 1, 1});
  graph.add(dense(1));
  LayerSpec norm = plain(LayerKind::batch_norm);
  norm.epsilon = 1;
  graph.mark_exit(graph.add(norm));
  WeightedGraph net{graph, std::vector<LayerWeights>(3)};
  net.layers[1] = {{3.0F}, {1.0F}, {}, {}};
  net.layers[2] = {{2.0F}, {5.0F}, {0.5F}, {3.0F}};  // scale 2 / 2 = 1
  const WeightedGraph folded = fold_norms(net);
  CHECK(folded.layers[1].kernel[0] == doctest::Approx(3));
  CHECK(folded.layers[1].bias[0] == doctest::Approx(5.5));
}

TEST_CASE("pools in a row become one and answer the same") {
  const Shape shape{2, 17, 17};
  const std::vector<std::vector<LayerSpec>> cases = {
      {max_pool(3, 2), max_pool(2, 2)}, {max_pool(2, 2), max_pool(2, 2), max_pool(2, 1)},
      {avg_pool(2, 2), avg_pool(4, 4)}, {avg_pool(2, 2), avg_pool(3, 1)}};
  for (const auto& specs : cases) {
    const WeightedGraph net = with_random_weights(pools(specs, shape));
    const WeightedGraph merged = merge_pools(net);
    CHECK(merged.graph.size() == 2);
    const Map image = random_map(shape);
    CHECK(relative_difference(answer(net, image), answer(merged, image)) < 1e-12);
  }
}

TEST_CASE("pools that differ, overlap as means, leave gaps or are padded stay") {
  const Shape shape{2, 17, 17};
  const std::vector<std::vector<LayerSpec>> cases = {{max_pool(2, 2), avg_pool(2, 2)},
                                                     {avg_pool(3, 2), avg_pool(2, 2)},
                                                     {max_pool(1, 2), max_pool(2, 2)},
                                                     {max_pool(3, 2, 1), max_pool(2, 2)},
                                                     {max_pool(3, 2, 0, true), max_pool(2, 2)}};
  for (const auto& specs : cases) CHECK(merge_pools({pools(specs, shape)}).graph.size() == 3);
}
