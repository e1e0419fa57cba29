// Answers at every place of a sample.
#include <doctest/doctest.h>

#include <cmath>

#include "models/learn/cached.hpp"
#include "models/learn/train.hpp"
#include "sim/error.hpp"
#include "tests/unit/temporary_folder.hpp"
#include "test_nets.hpp"

using namespace lastmile;
using namespace lastmile::learn;
using namespace lastmile::learn::test;
using lastmile::tests::Folder;

namespace {

constexpr std::size_t kSamples = 40, kLength = 6;

/// Whether a token equals the one before it: a tagger has to remember one token.
Dataset repeats() {
  RandomStream random(3, "tokens");
  std::vector<std::uint8_t> tokens(kSamples * kLength);
  std::vector<Label> tags;
  for (auto& t : tokens) t = static_cast<std::uint8_t>(random.below(3));
  for (std::size_t i = 0; i < tokens.size(); ++i)
    tags.push_back(i % kLength > 0 && tokens[i] == tokens[i - 1] ? 1 : 0);
  return Dataset::sequences("repeats", kLength, 3, 2, tokens, std::vector<Label>(kSamples))
      .with_labels(2, tags);
}

models::Graph tagger() {
  models::Graph graph("tagger", {1, 1, kLength});
  graph.add(models::embedding(3, 4));
  const auto cells = graph.add(models::recurrent(LayerKind::gru, 12));
  graph.add(models::conv(2, 1));
  finish(graph);
  graph.add(models::conv(2, 1), cells);
  finish(graph);
  return graph;
}

SgdOptions quick() {
  SgdOptions options;
  options.epochs = 40;
  options.learning_rate = 0.02;
  options.optimiser.kind = OptimiserOptions::Kind::adam;
  return options;
}

}  // namespace

TEST_CASE("labels at every place: counted, picked and refused") {
  const Dataset data = repeats();
  CHECK(data.size() == kSamples);
  CHECK(data.places() == kLength);
  const std::vector<std::uint32_t> some{7, 2};
  const Dataset two = data.subset(some);
  CHECK(two.size() == 2);
  for (std::size_t place = 0; place < kLength; ++place)
    CHECK(two.label(1, place) == data.label(2, place));
  CHECK(data.owned_by(std::vector<std::uint32_t>(kSamples, 4)).users().size() == kSamples);
  CHECK_THROWS_WITH_AS(static_cast<void>(data.with_labels(2, std::vector<Label>(41))),
                       doctest::Contains("41 labels are not as many for each of 40 samples"),
                       ConfigError);
  CHECK_THROWS_WITH_AS(static_cast<void>(two.with_labels(2, {0, 0, 0, 0, 1, 2})),
                       doctest::Contains("label 2 of image 1 is not below 2"), ConfigError);
  std::vector<Label> flat(kSamples * kLength);
  for (std::size_t i = 0; i < flat.size(); ++i)
    flat[i] = static_cast<Label>(data.label(i / kLength, i % kLength));
  CHECK(data.with_labels(2, flat).digest() == data.digest());
  flat[3] ^= 1;
  CHECK(data.with_labels(2, flat).digest() != data.digest());
}

TEST_CASE("a tagger learns, and every place is judged") {
  const Dataset data = repeats();
  const Network network(tagger());
  CHECK(network.classes() == 2);
  CHECK(network.places() == kLength);
  const auto start = network.initial_parameters(RandomStream(1, "w"));
  const auto samples = range(0, kSamples);
  const TrainResult result = train(network, start, data, samples, quick(), RandomStream(1, "o"));
  CHECK(result.epoch_loss.front() > 1.0);  // two exits, about ln 2 each
  CHECK(result.mean_loss < 0.2);
  const Evaluation e = evaluate(network, result.parameters, data, samples);
  CHECK(e.samples == kSamples * kLength);
  CHECK(e.accuracy.back() > 0.95);
  std::vector<float> gradient;
  SgdOptions last;
  last.exit_weights = {0, 1};
  CHECK(loss_gradient(network, result.parameters, data, samples, last, gradient) ==
        doctest::Approx(e.mean_loss.back()));
  for (std::size_t i = 0; i < e.samples; ++i)
    CHECK(e.answer(i, 1).correct ==
          (e.answer(i, 1).predicted == data.label(i / kLength, i % kLength)));
}

TEST_CASE("the last places alone, and places behind a cut") {
  const Dataset data = repeats();
  const models::Graph graph = tagger();
  const Network network(graph);
  const auto start = network.initial_parameters(RandomStream(1, "w"));
  const auto samples = range(0, 20);
  const Evaluation all = evaluate(network, start, data, samples), last = all.last_places();
  CHECK(last.samples == 20);
  CHECK(last.places == 1);
  for (std::size_t i = 0; i < 20; ++i)
    CHECK(last.answer(i, 1).loss == all.answer(i * kLength + kLength - 1, 1).loss);
  CHECK(last.mean_loss.size() == 2);
  std::vector<Label> labels;
  for (const auto i : samples)
    for (std::size_t p = 0; p < kLength; ++p)
      labels.push_back(static_cast<Label>(data.label(i, p)));
  const models::LayerId cut = graph.exits().front() - 2;  // the cells
  const auto features = forward_to(network, start, data, samples, cut);
  CHECK(continue_from(network, start, cut, features, labels).mean_loss == all.mean_loss);
}

TEST_CASE("evaluations of places come back from the work cache") {
  const Folder folder;
  const WorkCache cache(folder.path);
  const Dataset data = repeats();
  const Network network(tagger());
  const auto start = network.initial_parameters(RandomStream(1, "w"));
  const auto run = [&] { return evaluate_cached(&cache, network, start, data, range(0, 20)); };
  const Evaluation first = run(), again = run();
  CHECK(again.samples == first.samples);
  CHECK(again.places == kLength);
  CHECK(again.mean_loss == first.mean_loss);
}

TEST_CASE("networks and data that do not belong together are refused with both shapes") {
  const Network network(tagger());
  const auto start = network.initial_parameters(RandomStream(1, "w"));
  const Dataset data = repeats();
  const auto refuses = [&](const Dataset& other, const char* why) {
    CHECK_THROWS_WITH_AS(evaluate(network, start, other, range(0, 2)), doctest::Contains(why),
                         ConfigError);
    std::vector<float> gradient;
    CHECK_THROWS_WITH_AS(loss_gradient(network, start, other, range(0, 2), {}, gradient),
                         doctest::Contains(why), ConfigError);
  };
  refuses(draw_digits(2, RandomStream(1, "d")),
          "data set 'drawn digits' has samples of 1x28x28, network 'tagger' takes 1x1x6");
  refuses(data.with_labels(2, std::vector<Label>(kSamples)),
          "has 1 labels a sample, network 'tagger' gives 6 answers");
  refuses(data.with_labels(3, std::vector<Label>(kSamples * kLength)),
          "has 3 classes, network 'tagger' tells 2 apart");
}
