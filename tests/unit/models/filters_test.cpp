#include "models/transform/filters.hpp"

#include <doctest/doctest.h>

#include "models/transform/nest.hpp"
#include "models/zoo/zoo.hpp"
#include "reference_forward.hpp"
#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::models;
using namespace lastmile::models::test;

namespace {

/// Residual blocks, depthwise, concatenation, squeeze and excite, norm, flatten, two exits.
Graph everything() {
  Graph net("everything", {3, 8, 8});
  net.add(conv(8, 3, 1, 1).named("stem"));
  const LayerId stem = net.add(plain(LayerKind::relu));
  net.add(conv(12, 1).named("expand"));
  net.add(plain(LayerKind::batch_norm));
  net.add(plain(LayerKind::relu));
  net.add(conv(12, 3, 1, 1, 12).named("depthwise"));
  const LayerId project = net.add(conv(8, 1, 1, 0, 1, false).named("project"));
  const LayerId sum = net.add(plain(LayerKind::add), {stem, project});
  net.add(plain(LayerKind::global_avg_pool), sum);
  const LayerId gate = net.add(conv(8, 1).named("gate"));
  net.add(plain(LayerKind::flatten), gate);
  net.mark_exit(net.add(dense(5).named("early")));
  const LayerId left = net.add(conv(6, 3, 1, 1).named("left"), sum);
  const LayerId right = net.add(conv(4, 1).named("right"), sum);
  net.add(plain(LayerKind::concat), {left, right});
  net.add(max_pool(2, 2));
  net.add(plain(LayerKind::flatten));
  net.add(dense(10).named("hidden"));
  net.add(plain(LayerKind::relu));
  net.mark_exit(net.add(dense(5).named("late")));
  return net;
}

/// The whole network with every parameter at 0 that the descendant has not.
WeightedGraph masked(const WeightedGraph& net, const Descendant& descendant) {
  std::vector<float> flat = flat_weights(net), kept(flat.size(), 0.0F);
  for (const std::uint32_t place : descendant.source) kept[place] = flat[place];
  return with_weights(net.graph, kept);
}

int channels(const Descendant& d, const char* name) {
  return static_cast<int>(d.net.graph.layer(d.net.graph.find(name)).out.channels);
}

}  // namespace

TEST_CASE("a network without filters answers as the whole one with them at 0, at every exit") {
  const WeightedGraph net = with_random_weights(everything());
  const Map image = random_map({3, 8, 8});
  for (const double keep : {0.3, 0.5, 0.8}) {
    const Descendant pruned = keep_filters(net, keep);
    CHECK(flat_weights(pruned.net).size() == pruned.source.size());
    CHECK(pruned.net.graph.totals().macs < net.graph.totals().macs);
    const ReferenceForward now(pruned.net, image);
    const WeightedGraph whole = masked(net, pruned);
    const ReferenceForward then(whole, image);
    for (std::size_t e = 0; e < 2; ++e) {
      const Map a = then.at(whole.graph.exits()[e]), b = now.at(pruned.net.graph.exits()[e]);
      CHECK(relative_difference(a, b) < 1e-12);
    }
  }
}

TEST_CASE("what is added shrinks together, exits keep their classes") {
  const Descendant half = keep_filters(with_random_weights(everything()), 0.5);
  CHECK(channels(half, "stem") == 4);
  CHECK(channels(half, "project") == 4);
  CHECK(channels(half, "expand") == 6);
  CHECK(channels(half, "depthwise") == 6);
  CHECK(channels(half, "left") == 3);
  CHECK(channels(half, "right") == 2);
  CHECK(channels(half, "hidden") == 5);
  CHECK(channels(half, "early") == 5);
  CHECK(half.net.graph.layer(half.net.graph.find("depthwise")).spec.groups == 6);
}

TEST_CASE("the filters of smallest sum go") {
  Graph graph("net", {1, 1, 1});
  graph.add(conv(3, 1).named("filters"));
  graph.mark_exit(graph.add(dense(2)));
  const std::vector<float> flat{-5, 1, 4, 10, 20, 30, 1, 2, 3, 4, 5, 6, 0, 0};
  const WeightedGraph net = with_weights(graph, flat);
  const Descendant two = keep_filters(net, 0.67);
  CHECK(flat_weights(two.net) == std::vector<float>{-5, 4, 10, 30, 1, 3, 4, 6, 0, 0});
  CHECK(two.source == std::vector<std::uint32_t>{0, 2, 3, 5, 6, 8, 9, 11, 12, 13});
}

TEST_CASE("spared layers stay whole, and so does a family that one of them belongs to") {
  const WeightedGraph net = with_random_weights(everything());
  const Descendant half = keep_filters(net, 0.5, {"project", "left"});
  CHECK(channels(half, "stem") == 8);
  CHECK(channels(half, "left") == 6);
  CHECK(channels(half, "right") == 2);
  CHECK_THROWS_WITH_AS(keep_filters(net, 0.5, {"projekt"}), doctest::Contains("did you mean 'project'"),
                       ConfigError);
  CHECK_THROWS_AS(keep_filters(net, 0.0), ConfigError);
}

TEST_CASE("the zoo's networks lose filters without weights too") {
  for (const char* name : {"resnet50", "mobilenet_v2", "vgg16", "lenet"}) {
    const WeightedGraph net{zoo(name)};
    const Graph half = keep_filters(net, 0.5).net.graph;
    CHECK(half.totals().macs < net.graph.totals().macs * 3 / 5);
    CHECK(half.layer(half.output()).out == net.graph.layer(net.graph.output()).out);
  }
}

TEST_CASE("what feeds a convolution in groups stays whole") {
  const Descendant half = keep_filters({zoo("alexnet")}, 0.5);
  CHECK(channels(half, "conv_1") == 96);
  CHECK(channels(half, "conv_5") == 256);
  CHECK(channels(half, "dense_17") == 2048);
}

TEST_CASE("nested descendants: each holds the one before, and takes its weights") {
  const WeightedGraph net = with_random_weights(everything());
  std::vector<Descendant> nested = nest(net, {0.25, 0.5, 1});
  CHECK(flat_weights(nested[2].net) == flat_weights(net));
  for (std::size_t i = 0; i + 1 < nested.size(); ++i) {
    const auto shared = shared_with(nested[i], nested[i + 1]);
    std::size_t count = 0;
    for (const std::uint8_t s : shared) count += s;
    CHECK(count == nested[i].source.size());
    CHECK(count < nested[i + 1].source.size());
  }
  for (LayerWeights& layer : nested[0].net.layers)
    for (float& w : layer.kernel) w += 1;
  adopt(nested[0], nested[1]);
  const std::vector<float> small = flat_weights(nested[0].net), large = flat_weights(nested[1].net);
  const auto shared = shared_with(nested[0], nested[1]);
  std::size_t at = 0;
  for (std::size_t i = 0; i < large.size(); ++i)
    if (shared[i] == 1) CHECK(large[i] == small[at++]);
  CHECK(at == small.size());
  CHECK_THROWS_AS(nest(net, {0.5, 0.25}), ConfigError);
}
