// Every layer's gradient against central differences of the loss.
#include <doctest/doctest.h>

#include <cmath>

#include "models/learn/train.hpp"
#include "sim/error.hpp"
#include "test_nets.hpp"

using namespace lastmile;
using namespace lastmile::learn;
using namespace lastmile::learn::test;

namespace {

/// Share of (about 100 evenly taken) parameters whose gradient is off the central difference by
/// more than 1 % of the largest slope. Not always 0: a step across a kink of relu or max spoils a
/// difference.
double share_wrong(const models::Graph& graph, const Dataset& data, const SgdOptions& options) {
  const Network network(graph);
  std::vector<float> parameters = network.initial_parameters(RandomStream(5, "init"));
  RandomStream bias(5, "bias");
  for (float& p : parameters) p += static_cast<float>(bias.uniform(-0.05, 0.05));
  const auto samples = range(0, 21);  // two groups, the second not full
  std::vector<float> gradient, ignored;
  loss_gradient(network, parameters, data, samples, options, gradient);
  double largest = 0;
  for (const float g : gradient) largest = std::max(largest, std::abs(static_cast<double>(g)));
  REQUIRE(largest > 1e-3);
  int wrong = 0, tried = 0;
  const float h = 2e-3F;
  for (std::size_t i = 0; i < parameters.size(); i += 1 + parameters.size() / 100, ++tried) {
    const float kept = parameters[i];
    parameters[i] = kept + h;
    const double up = loss_gradient(network, parameters, data, samples, options, ignored);
    parameters[i] = kept - h;
    const double down = loss_gradient(network, parameters, data, samples, options, ignored);
    parameters[i] = kept;
    const double slope = (up - down) / (2.0 * static_cast<double>(h));
    if (std::abs(slope - static_cast<double>(gradient[i])) > 0.01 * largest) ++wrong;
  }
  return static_cast<double>(wrong) / tried;
}

Dataset noise_images(models::Shape shape) {
  RandomStream random(9, "images");
  std::vector<std::uint8_t> pixels(static_cast<std::size_t>(shape.elements()) * 21);
  std::vector<Label> labels(21);
  for (auto& p : pixels) p = static_cast<std::uint8_t>(random.below(256));
  for (auto& l : labels) l = static_cast<Label>(random.below(10));
  return Dataset("noise", shape, 10, pixels, labels);
}

models::Graph one(const models::Shape& shape, const std::vector<models::LayerSpec>& middle) {
  models::Graph graph("one", shape);
  graph.add(models::conv(4, 3, 1, 1));
  for (const auto& spec : middle) graph.add(spec);
  graph.add(models::plain(LayerKind::flatten));
  graph.add(models::dense(10));
  finish(graph);
  return graph;
}

Dataset noise_tokens(std::size_t length) {
  RandomStream random(9, "tokens");
  std::vector<std::uint8_t> tokens(21 * length);
  std::vector<Label> labels(21);
  for (auto& t : tokens) t = static_cast<std::uint8_t>(random.below(6));
  for (auto& l : labels) l = static_cast<Label>(random.below(10));
  return Dataset::sequences("noise", length, 6, 10, tokens, labels);
}

models::Graph sequence(const models::Shape& shape, const std::vector<models::LayerSpec>& layers) {
  models::Graph graph("sequence", shape);
  for (const auto& spec : layers) graph.add(spec);
  graph.add(models::plain(LayerKind::flatten));
  graph.add(models::dense(10));
  finish(graph);
  return graph;
}

/// Five tags at every token.
models::Graph tagging(LayerKind kind) {
  models::Graph graph("tagging", {1, 1, 7});
  graph.add(models::embedding(6, 4));
  graph.add(models::recurrent(kind, 5));
  graph.add(models::conv(5, 1));
  finish(graph);
  return graph;
}

/// Tokens of 8 channels that attend to each other in so many heads, to keys and values of `key_channels`.
models::Graph attending(int heads, int key_channels) {
  models::Graph graph("attending", {1, 1, 7});
  const auto tokens = graph.add(models::embedding(6, 8));
  const auto queries = graph.add(models::conv(8, 1), tokens);
  const auto keys = graph.add(models::conv(key_channels, 1), tokens);
  const auto values = graph.add(models::conv(key_channels, 1), tokens);
  const auto seen = graph.add(models::attention(heads), std::vector{queries, keys, values});
  graph.add(models::plain(LayerKind::add), std::vector{seen, tokens});
  graph.add(models::plain(LayerKind::layer_norm));
  graph.add(models::plain(LayerKind::flatten));
  graph.add(models::dense(10));
  finish(graph);
  return graph;
}

}  // namespace

TEST_CASE("gradients agree with differences of the loss, layer by layer") {
  const models::Shape shape{2, 8, 6};
  const Dataset data = noise_images(shape);
  const auto wrong = [&](const std::vector<models::LayerSpec>& middle) {
    return share_wrong(one(shape, middle), data, {});
  };
  CHECK(wrong({}) == 0);
  CHECK(wrong({models::conv(5, 3, 2, 1)}) == 0);
  CHECK(wrong({models::conv(3, 2, 3, 2, 1, false)}) == 0);
  CHECK(wrong({models::avg_pool(2, 2)}) == 0);
  CHECK(wrong({models::avg_pool(3, 2, 1)}) == 0);
  models::LayerSpec zeros_count = models::avg_pool(3, 2, 1);
  zeros_count.counts_padding = true;
  CHECK(wrong({zeros_count}) == 0);
  CHECK(wrong({models::plain(LayerKind::global_avg_pool)}) == 0);
  CHECK(wrong({models::plain(LayerKind::relu)}) < 0.06);
  CHECK(wrong({models::max_pool(2, 2)}) < 0.06);
  CHECK(wrong({models::max_pool(3, 2, 1)}) < 0.06);
  CHECK(wrong({models::plain(LayerKind::relu), models::max_pool(2, 2)}) < 0.06);
  CHECK(wrong({models::plain(LayerKind::relu), models::avg_pool(2, 2)}) < 0.06);
  CHECK(wrong({models::max_pool(2, 2), models::plain(LayerKind::relu), models::dense(6),
               models::plain(LayerKind::relu)}) < 0.06);
}

TEST_CASE("gradients of windows of other columns than rows, uneven padding, dilation") {
  const models::Shape shape{2, 8, 6};
  const Dataset data = noise_images(shape);
  const auto wrong = [&](const models::LayerSpec& middle) {
    return share_wrong(one(shape, {middle}), data, {});
  };
  CHECK(wrong(models::conv(3, 1).wide(5, 2)) == 0);
  CHECK(wrong(models::conv(3, 3, 2, 1).wide(2, 0, 1)) == 0);
  CHECK(wrong(models::conv(4, 3, 2, 0, 2).padded_more(1)) == 0);
  CHECK(wrong(models::conv(3, 3, 1, 2).dilated(2)) == 0);
  CHECK(wrong(models::avg_pool(3, 2, 0).padded_more(1)) == 0);
  CHECK(wrong(models::avg_pool(2, 3, 0, true).wide(3, 1, 2)) == 0);
  CHECK(wrong(models::max_pool(2, 1, 0).padded_more(1)) < 0.06);
  CHECK(wrong(models::max_pool(3, 2, 1, true).wide(2, 0, 2)) < 0.06);
}

TEST_CASE("gradients of transposed and local convolutions, and of what moves elements") {
  const models::Shape shape{2, 4, 6};
  const Dataset data = noise_images(shape);
  const auto wrong = [&](const std::vector<models::LayerSpec>& middle) {
    return share_wrong(one(shape, middle), data, {});
  };
  CHECK(wrong({models::transposed_conv(3, 3, 2, 1)}) == 0);
  CHECK(wrong({models::transposed_conv(3, 3, 2, 1).padded_more(1)}) == 0);
  CHECK(wrong({models::transposed_conv(5, 2, 2, 0, false), models::conv(3, 1)}) == 0);
  CHECK(wrong({models::transposed_conv(2, 4, 1).wide(2, 1, 3).dilated(2)}) == 0);
  models::LayerSpec groups = models::transposed_conv(6, 3, 2, 1);
  groups.groups = 2;
  CHECK(wrong({groups}) == 0);
  models::LayerSpec local = models::conv(3, 3, 1, 1);
  local.kind = LayerKind::local_conv;
  CHECK(wrong({local}) == 0);
  local.groups = 2, local.out_channels = 4, local.stride = 2, local.bias = false;
  CHECK(wrong({local, models::conv(2, 1)}) == 0);
  CHECK(wrong({models::upsample(2)}) == 0);
  CHECK(wrong({models::repeat_tokens(3)}) == 0);
  models::LayerSpec blocks = models::plain(LayerKind::space_to_depth);
  blocks.stride = 2;
  CHECK(wrong({blocks, models::conv(3, 1)}) == 0);
}

TEST_CASE("gradients of neighbours, learned slopes, bounds, and a softmax inside") {
  const models::Shape shape{2, 8, 6};
  const Dataset data = noise_images(shape);
  const auto wrong = [&](const std::vector<models::LayerSpec>& middle) {
    return share_wrong(one(shape, middle), data, {});
  };
  models::LayerSpec lrn = models::plain(LayerKind::lrn);
  lrn.lrn = {3, 0.8, 0.75, 1.5};
  CHECK(wrong({lrn}) == 0);
  lrn.lrn = {4, 1.2, 0.4, 0.7};
  CHECK(wrong({lrn, models::conv(3, 1)}) == 0);
  CHECK(wrong({models::plain(LayerKind::prelu)}) < 0.06);
  models::LayerSpec clip = models::plain(LayerKind::clip);
  clip.low = -0.4, clip.high = 0.3;
  CHECK(wrong({clip}) < 0.06);
  models::LayerSpec steep = models::plain(LayerKind::hard_sigmoid);
  steep.slope = 0.4;
  CHECK(wrong({steep}) < 0.06);
  CHECK(wrong({models::plain(LayerKind::softmax)}) == 0);
  models::LayerSpec norm = models::plain(LayerKind::batch_norm);
  norm.epsilon = 0.3;
  CHECK(wrong({norm}) == 0);
}

TEST_CASE("gradients of groups, norms, activations and dropout") {
  const models::Shape shape{2, 8, 6};
  const Dataset data = noise_images(shape);
  const auto wrong = [&](const std::vector<models::LayerSpec>& middle) {
    return share_wrong(one(shape, middle), data, {});
  };
  CHECK(wrong({models::conv(6, 3, 1, 1, 2)}) == 0);
  CHECK(wrong({models::conv(4, 3, 2, 1, 4, false)}) == 0);
  CHECK(wrong({models::conv(8, 3, 2, 0, 4)}) == 0);
  CHECK(wrong({models::plain(LayerKind::batch_norm)}) == 0);
  CHECK(wrong({models::plain(LayerKind::batch_norm), models::plain(LayerKind::relu)}) < 0.06);
  CHECK(wrong({models::plain(LayerKind::dropout)}) == 0);
  for (const LayerKind kind :
       {LayerKind::sigmoid, LayerKind::tanh, LayerKind::swish, LayerKind::gelu})
    CHECK(wrong({models::plain(kind)}) == 0);
  models::LayerSpec leaky = models::plain(LayerKind::leaky_relu);
  leaky.slope = 0.1;
  CHECK(wrong({leaky}) < 0.06);
  for (const LayerKind kind : {LayerKind::relu6, LayerKind::hard_swish, LayerKind::hard_sigmoid})
    CHECK(wrong({models::plain(kind)}) < 0.06);
}

TEST_CASE("gradients of recurrent layers over features and over embedded tokens") {
  const models::Shape shape{3, 1, 7};
  const Dataset features = noise_images(shape), tokens = noise_tokens(7);
  for (const LayerKind kind : {LayerKind::lstm, LayerKind::cifg_lstm, LayerKind::gru, LayerKind::rnn})
    for (const bool last_only : {false, true}) {
      CAPTURE(to_string(kind));
      const models::LayerSpec layer = models::recurrent(kind, 5, 0, last_only);
      CHECK(share_wrong(sequence(shape, {layer}), features, {}) == 0);
      CHECK(share_wrong(sequence({1, 1, 7}, {models::embedding(6, 4), layer}), tokens, {}) == 0);
    }
}

TEST_CASE("gradients of losses at every place, of cells and of attention") {
  RandomStream random(9, "labels");
  std::vector<Label> tags(21 * 7);
  for (auto& t : tags) t = static_cast<Label>(random.below(5));
  const Dataset tokens = noise_tokens(7).with_labels(5, tags);
  SgdOptions squared;
  squared.loss.kind = LossOptions::Kind::squared_error;
  for (const LayerKind kind : {LayerKind::lstm, LayerKind::gru}) {
    const models::Graph graph = tagging(kind);
    CHECK(share_wrong(graph, tokens, {}) == 0);
    CHECK(share_wrong(graph, tokens, squared) == 0);
  }
  SgdOptions taught;
  taught.loss.distilled = 0.6;
  for (int i = 0; i < 21 * 7 * 5; ++i)
    taught.loss.teacher.push_back(static_cast<float>(random.normal()));
  CHECK(share_wrong(tagging(LayerKind::rnn), tokens, taught) == 0);
}

TEST_CASE("gradients of giving back the input") {
  const models::Shape shape{3, 1, 7};
  SgdOptions back;
  back.loss.kind = LossOptions::Kind::reconstruction;
  models::Graph dense("dense", shape);
  dense.add(models::plain(LayerKind::flatten));
  dense.add(models::dense(4));
  dense.add(models::plain(LayerKind::tanh));
  dense.mark_exit(dense.add(models::dense(21)));
  CHECK(share_wrong(dense, noise_images(shape), back) == 0);
  models::Graph map("map", shape);
  map.add(models::conv(2, 3, 1, 1));
  map.add(models::plain(LayerKind::tanh));
  map.mark_exit(map.add(models::conv(3, 1)));
  CHECK(share_wrong(map, noise_images(shape), back) == 0);
}

TEST_CASE("gradients of a gru with a bias behind the reset gate, and with the gate before the product") {
  const models::Shape shape{3, 1, 7};
  const Dataset features = noise_images(shape), tokens = noise_tokens(7);
  for (const bool last_only : {false, true}) {
    models::LayerSpec layer = models::recurrent(LayerKind::gru, 5, 0, last_only);
    layer.reset_bias = true;
    CHECK(share_wrong(sequence(shape, {layer}), features, {}) == 0);
    layer.reset_bias = false;
    layer.reset_first = true;
    CHECK(share_wrong(sequence(shape, {layer}), features, {}) == 0);
    CHECK(share_wrong(sequence({1, 1, 7}, {models::embedding(6, 4), layer}), tokens, {}) == 0);
  }
}

TEST_CASE("gradients of positions, layer_norm, attention and one token alone") {
  const Dataset tokens = noise_tokens(7);
  models::LayerSpec select = models::plain(LayerKind::select);
  select.from = 2;
  CHECK(share_wrong(sequence({1, 1, 7}, {models::embedding(6, 4), models::plain(LayerKind::position),
                                         models::plain(LayerKind::layer_norm), select}),
                    tokens, {}) == 0);
  CHECK(share_wrong(
            sequence({1, 1, 7}, {models::embedding(6, 4), models::plain(LayerKind::class_token),
                                 models::recurrent(LayerKind::rnn, 5)}),
            tokens, {}) == 0);
  CHECK(share_wrong(attending(2, 8), tokens, {}) == 0);
  CHECK(share_wrong(attending(4, 2), tokens, {}) == 0);  // four heads share one of keys
}

TEST_CASE("a token beyond the vocabulary is refused") {
  const Network network(sequence({1, 1, 7}, {models::embedding(5, 4)}));
  std::vector<float> gradient;
  const auto run = [&] {
    loss_gradient(network, network.initial_parameters(RandomStream(5, "init")), noise_tokens(7), range(0, 21), {},
                  gradient);
  };
  CHECK_THROWS_WITH_AS(run(), doctest::Contains("for a vocabulary of 5"), ConfigError);
}

TEST_CASE("gradients of branching networks") {
  const models::Shape shape{2, 8, 6};
  CHECK(share_wrong(branching(shape), noise_images(shape), {}) < 0.06);
}

TEST_CASE("gradients of a network with exits agree with differences of the joint loss") {
  const models::Shape shape{3, 15, 13};
  SgdOptions options;
  options.exit_weights = {0.3, 1.7};
  CHECK(share_wrong(mixed(shape), noise_images(shape), options) < 0.06);
}

TEST_CASE("an exit of weight 0 changes nothing before it") {
  const models::Shape shape{3, 15, 13};
  const Dataset data = noise_images(shape);
  const Network network(mixed(shape));
  const auto parameters = network.initial_parameters(RandomStream(5, "init"));
  SgdOptions only_last;
  only_last.exit_weights = {0, 1};
  std::vector<float> gradient;
  loss_gradient(network, parameters, data, range(0, 21), only_last, gradient);
  std::size_t checked = 0;
  for (const ParameterRange& range : network.layout()) {
    if (range.layer != "dense_6") continue;  // the exit's
    checked += range.count;
    for (std::size_t i = 0; i < range.count; ++i) CHECK(gradient[range.first + i] == 0.0F);
  }
  CHECK(checked > 10);
}
