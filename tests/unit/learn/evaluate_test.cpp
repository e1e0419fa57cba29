#include "models/learn/evaluate.hpp"

#include <doctest/doctest.h>

#include "models/learn/train.hpp"
#include "sim/error.hpp"
#include "test_nets.hpp"

using namespace lastmile;
using namespace lastmile::learn;
using namespace lastmile::learn::test;

namespace {

struct Trained {
  Trained()
      : data(draw_objects(300, RandomStream(1, "objects"))),
        graph(small_cnn({3, 32, 32})),
        network(graph) {
    SgdOptions options;
    options.epochs = 8;
    options.learning_rate = 0.01;
    parameters = train(network, network.initial_parameters(RandomStream(1, "init")), data,
                       range(0, 250), options, RandomStream(1, "shuffle"))
                     .parameters;
  }
  Dataset data;
  models::Graph graph;
  Network network;
  std::vector<float> parameters;
};

const Trained& trained() {
  static const Trained t;
  return t;
}

bool same(const Answer& a, const Answer& b) {
  return a.confidence == b.confidence && a.loss == b.loss && a.predicted == b.predicted &&
         a.correct == b.correct;
}

}  // namespace

TEST_CASE("answers are probabilities, and the same with several threads and in any company") {
  const Trained& t = trained();
  const auto samples = range(200, 285);
  const Evaluation one = evaluate(t.network, t.parameters, t.data, samples);
  ThreadPool pool(3);
  const Evaluation three = evaluate(t.network, t.parameters, t.data, samples, &pool);
  REQUIRE(one.exits == std::vector<std::size_t>{0, 1});
  CHECK(three.mean_loss == one.mean_loss);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    for (std::size_t e = 0; e < 2; ++e) {
      const Answer& a = one.answer(i, e);
      CHECK(a.confidence >= 0.1F);
      CHECK(a.confidence <= 1.0F);
      CHECK(a.correct == (a.predicted == t.data.label(samples[i])));
      CHECK(same(a, three.answer(i, e)));
    }
  }
  for (const std::size_t i : {0U, 17U, 84U}) {
    const Evaluation alone =
        evaluate(t.network, t.parameters, t.data, std::span(samples).subspan(i, 1));
    for (std::size_t e = 0; e < 2; ++e) CHECK(same(one.answer(i, e), alone.answer(0, e)));
  }
}

TEST_CASE("a threshold decides which exit answers") {
  const Trained& t = trained();
  const Evaluation e = evaluate(t.network, t.parameters, t.data, range(0, 300));
  const Served first = e.served(0), last = e.served(1.1), some = e.served(0.4);
  CHECK(first.exit_share == std::vector<double>{1, 0});
  CHECK(last.exit_share == std::vector<double>{0, 1});
  CHECK(first.accuracy == doctest::Approx(e.accuracy[0]));
  CHECK(last.accuracy == doctest::Approx(e.accuracy[1]));
  CHECK(last.mean_loss == doctest::Approx(e.mean_loss[1]));
  CHECK(some.exit_share[0] > 0.05);
  CHECK(some.exit_share[1] > 0.05);
  double confident = 0;
  for (std::size_t i = 0; i < 300; ++i) confident += e.answer(i, 0).confidence >= 0.4F ? 1 : 0;
  CHECK(some.exit_share[0] == doctest::Approx(confident / 300));
}

TEST_CASE("a network cut anywhere answers as when whole") {
  const Trained& t = trained();
  const auto samples = range(100, 137);
  std::vector<Label> labels;
  for (const auto i : samples) labels.push_back(static_cast<Label>(t.data.label(i)));
  const Evaluation whole = evaluate(t.network, t.parameters, t.data, samples);
  for (models::LayerId cut = 0; cut < t.graph.size(); ++cut) {
    CAPTURE(cut);
    const auto features = forward_to(t.network, t.parameters, t.data, samples, cut);
    CHECK(features.size() ==
          samples.size() * static_cast<std::size_t>(t.graph.layer(cut).out.elements()));
    const Evaluation rest = continue_from(t.network, t.parameters, cut, features, labels);
    REQUIRE_FALSE(rest.exits.empty());
    for (std::size_t i = 0; i < samples.size(); ++i)
      for (std::size_t e = 0; e < rest.exits.size(); ++e)
        REQUIRE(same(rest.answer(i, e), whole.answer(i, rest.exits[e])));
  }
}

TEST_CASE("layers that cannot be trained are named") {
  models::Graph graph("odd", {3, 1, 8});
  graph.add(models::conv(4, 1));
  models::LayerSpec kept = models::plain(LayerKind::cache);
  kept.context = 7;
  graph.add(kept.named("kept"));
  graph.add(models::plain(LayerKind::flatten));
  graph.add(models::dense(10));
  finish(graph);
  CHECK_THROWS_WITH_AS(Network{graph}, doctest::Contains("layer 'kept': kind 'cache'"),
                       ConfigError);
}

TEST_CASE("images of another shape and too many classes are refused") {
  const Dataset digits = draw_digits(10, RandomStream(1, "digits"));
  const Trained& t = trained();
  CHECK_THROWS_WITH_AS(evaluate(t.network, t.parameters, digits, range(0, 5)),
                       doctest::Contains("1x28x28"), ConfigError);
  CHECK_THROWS_AS(evaluate(t.network, t.parameters, t.data, {}), ConfigError);
}

TEST_CASE("evaluate: three hundred classes, and how far the right one is from the top") {
  constexpr std::size_t kClasses = 300;
  models::Graph graph("identity", {kClasses, 1, 1});
  graph.add(models::dense(static_cast<int>(kClasses)));
  test::finish(graph);
  const Network network(graph);
  std::vector<float> identity(kClasses * kClasses + kClasses), rows(kClasses * kClasses);
  std::vector<Label> labels, next;
  for (std::size_t i = 0; i < kClasses; ++i) {
    identity[i * kClasses + i] = rows[i * kClasses + i] = 9;
    labels.push_back(static_cast<Label>(i));
    next.push_back(static_cast<Label>((i + 1) % kClasses));
  }
  const Dataset data = Dataset::of_features("rows", {kClasses, 1, 1}, kClasses, rows, labels);
  const Evaluation right = evaluate(network, identity, data, range(0, kClasses));
  CHECK(right.accuracy[0] == 1);
  CHECK(right.answer(299, 0).predicted == 299);
  const Evaluation wrong =
      evaluate(network, identity, data.with_labels(kClasses, next), range(0, kClasses));
  CHECK(wrong.accuracy[0] == 0);
  // Row i likes class i best, all others alike, of which the first counts as likeliest.
  CHECK(wrong.answer(0, 0).rank == 1);
  CHECK(wrong.answer(9, 0).rank == 10);
  CHECK(wrong.answer(299, 0).rank == 1);
  CHECK(wrong.accuracy_of_top(5, 0) == 5.0 / 300);
}
