#include "models/learn/retrain.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "models/learn/evaluate.hpp"
#include "models/transform/fuse.hpp"
#include "models/transform/prune.hpp"
#include "models/transform/shared_weights.hpp"
#include "sim/error.hpp"
#include "test_nets.hpp"

using namespace lastmile;
using namespace lastmile::learn;
using namespace lastmile::learn::test;

namespace {

const Dataset& objects() {
  static const Dataset data = draw_objects(100, RandomStream(1, "objects"));
  return data;
}

std::vector<float> start(const Network& network) {
  return network.initial_parameters(RandomStream(1, "init"));
}

std::vector<float> trained_under(const Rule& rule, const Network& network, int epochs = 2) {
  SgdOptions options;
  options.epochs = epochs;
  options.batch = 32;
  options.learning_rate = 0.01;
  return train_under(rule, network, start(network), objects(), range(0, 100), options,
                     RandomStream(1, "shuffle"))
      .parameters;
}

}  // namespace

TEST_CASE("learning's parameters lie as the transforms have them") {
  const models::Graph graph = mixed({3, 32, 32});
  const Network network(graph);
  CHECK(network.parameter_count() == static_cast<std::size_t>(graph.totals().parameters()));
  const std::vector<float> flat = start(network);
  models::WeightedGraph net = models::with_weights(graph, flat);
  CHECK(models::flat_weights(net) == flat);
  // The last dense layer's bias of class 3 alone moves the logit of class 3.
  const auto last = graph.inputs(graph.output()).front();
  net.layers[last].bias[3] = 100;
  CHECK(evaluate(network, models::flat_weights(net), objects(), range(0, 1)).answers.back().predicted == 3);
}

TEST_CASE("folding a trained network's norms changes none of its answers by more than rounding") {
  models::Graph graph("normed", {3, 32, 32});
  graph.add(models::conv(8, 3, 2, 1, 1, false));
  graph.add(models::plain(LayerKind::batch_norm));
  graph.add(models::plain(LayerKind::relu));
  graph.add(models::conv(8, 3, 1, 1, 8));
  graph.add(models::plain(LayerKind::batch_norm));
  graph.add(models::dense(10));
  finish(graph);
  const Network network(graph);
  SgdOptions options;
  options.epochs = 3;
  const auto trained = train(network, start(network), objects(), range(0, 100), options,
                             RandomStream(1, "shuffle")).parameters;
  const auto folded = models::fold_norms(models::with_weights(graph, trained));
  CHECK(folded.graph.size() == graph.size() - 2);
  const auto before = evaluate(network, trained, objects(), range(0, 100));
  const auto after = evaluate(Network(folded.graph), models::flat_weights(folded), objects(), range(0, 100));
  CHECK(before.mean_loss[0] == doctest::Approx(after.mean_loss[0]).epsilon(1e-4));
  CHECK(before.mean_loss[0] < 2.2);  // it learned: ln 10 is 2.3
}

TEST_CASE("a rule that does nothing trains as train() does, to the bit") {
  const Network network(small_cnn({3, 32, 32}));
  const Rule nothing = [](std::span<float>, std::span<float>) {};
  for (const auto kind : {OptimiserOptions::Kind::sgd, OptimiserOptions::Kind::adam})
    for (const double proximal : {0.0, 0.1}) {
      SgdOptions options;
      options.batch = 30;
      options.epochs = 3;
      options.learning_rate = 0.01;
      options.proximal = proximal;
      options.optimiser.kind = kind;
      options.optimiser.schedule.kind = Schedule::Kind::cosine;
      options.optimiser.schedule.period = 9;
      const auto under = train_under(nothing, network, start(network), objects(), range(0, 100),
                                     options, RandomStream(1, "shuffle"));
      const auto plain = train(network, start(network), objects(), range(0, 100), options,
                               RandomStream(1, "shuffle"));
      CHECK(under.parameters == plain.parameters);
      CHECK(under.velocity == plain.velocity);
      CHECK(under.epoch_loss == plain.epoch_loss);
    }
}

TEST_CASE("pruned weights stay 0 while the others learn") {
  const models::Graph graph = small_cnn({3, 32, 32});
  const Network network(graph);
  const auto net = models::with_weights(graph, start(network));
  const auto mask = models::flat_mask(models::keep_largest(net, 0.3), graph);
  const std::vector<float> after = trained_under(zeros(mask), network);
  const std::vector<float> before = start(network);
  std::size_t moved = 0;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if (mask[i] == 0) CHECK(after[i] == 0);
    if (mask[i] == 1 && after[i] != before[i]) ++moved;
  }
  CHECK(moved > mask.size() / 4);
}

TEST_CASE("frozen weights stay as they are, without steps too") {
  const Network network(linear({3, 32, 32}));
  std::vector<std::uint8_t> mask(network.parameter_count(), 0);
  mask[7] = mask[100] = 1;
  const std::vector<float> values(network.parameter_count(), 0.25F);
  for (const int epochs : {0, 1}) {
    const std::vector<float> after = trained_under(frozen(mask, values), network, epochs);
    CHECK(after[7] == 0.25F);
    CHECK(after[100] == 0.25F);
    CHECK((after[8] == start(network)[8]) == (epochs == 0));
  }
}

TEST_CASE("shared weights learn together and are coded in fewer bytes") {
  const models::Graph graph = small_cnn({3, 32, 32});
  const Network network(graph);
  auto net = models::with_weights(graph, start(network));
  models::SharedWeights shared(net, {4, 3, 8, 5});
  const Rule rule = [&](std::span<float> parameters, std::span<float>) { shared.share(parameters); };
  const auto after = models::with_weights(graph, trained_under(rule, network));
  for (models::LayerId id = 1; id < graph.size(); ++id) {
    std::vector<float> values = after.layers[id].kernel;
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    if (values.empty()) continue;
    const std::size_t most = graph.layer(id).kind() == LayerKind::dense ? 7 : 15;
    CHECK(values.size() <= most);
    CHECK(values.size() > most / 2);  // a centroid may have lost its weights
  }
  const std::vector<std::int64_t> bytes = shared.stored_bytes();
  const models::Layer& conv = graph.layer(4);  // 8 -> 16 channels: at most 4 bits a weight and a table
  CHECK(conv.kind() == LayerKind::conv);
  CHECK(bytes[4] < conv.weights / 2 + 4 * (15 + conv.biases) + 60);
  CHECK(bytes[4] > conv.weights / 4);
}
