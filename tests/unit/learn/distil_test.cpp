// What a teacher says, and students that listen.
#include "models/learn/distil.hpp"

#include <doctest/doctest.h>

#include "models/learn/evaluate.hpp"
#include "sim/error.hpp"
#include "test_nets.hpp"

using namespace lastmile;
using namespace lastmile::learn;
using namespace lastmile::learn::test;

namespace {

constexpr std::uint32_t kTaught = 200, kAll = 300;

models::Graph tokens_net(int classes, bool every) {
  models::Graph graph("tokens", {1, 1, 4});
  graph.add(models::embedding(5, 3));
  graph.add(models::recurrent(LayerKind::gru, 4, 0, !every));
  graph.add(models::conv(classes, 1));
  finish(graph);
  return graph;
}

/// How often two networks say the same of the samples that nobody learned from.
double agreement(const Network& network, std::span<const float> a, std::span<const float> b,
                 const Dataset& data) {
  const Evaluation one = evaluate(network, a, data, range(kTaught, kAll));
  const Evaluation other = evaluate(network, b, data, range(kTaught, kAll));
  double alike = 0;
  for (std::size_t i = 0; i < one.samples; ++i)
    alike += one.answer(i, 0).predicted == other.answer(i, 0).predicted ? 1 : 0;
  return alike / static_cast<double>(one.samples);
}

}  // namespace

TEST_CASE("logits of a teacher: every place of the samples asked for, in the data's order") {
  const Network network(tokens_net(3, true));
  const auto parameters = network.initial_parameters(RandomStream(1, "w"));
  const Dataset data =
      Dataset::sequences("t", 4, 5, 3, {1, 2, 3, 4, 0, 1, 2, 3, 4, 4, 4, 4}, {0, 0, 0})
          .with_labels(3, std::vector<Label>(12, 2));
  const std::vector<std::uint32_t> samples{2, 0};
  const std::vector<float> logits = teacher_logits({network, parameters}, data, samples);
  REQUIRE(logits.size() == 36);
  for (std::size_t i = 12; i < 24; ++i) CHECK(logits[i] == 0);
  const Evaluation judged = evaluate(network, parameters, data, samples);
  for (std::size_t place = 0; place < 4; ++place) {
    Softmax softmax(3);
    const float* of = &logits[(2 * 4 + place) * 3];
    softmax.set(of, 1);
    CHECK(static_cast<float>(softmax.loss(of, 1, 2)) == judged.answer(place, 0).loss);
  }
}

TEST_CASE("a student without labels comes to say what its teacher says") {
  const Dataset data = draw_digits(kAll, RandomStream(1, "digits"));
  const Network network(linear({1, 28, 28}));
  SgdOptions options;
  options.epochs = 12;
  options.learning_rate = 0.002;
  options.clip_norm = 3;
  const auto samples = range(0, kTaught);
  const auto learned = train(network, network.initial_parameters(RandomStream(1, "w")), data,
                             samples, options, RandomStream(1, "o"))
                           .parameters;
  const Dataset mute = data.with_labels(10, std::vector<Label>(kAll));
  const auto start = network.initial_parameters(RandomStream(2, "w"));
  options.loss.distilled = 1;
  options.loss.temperature = 2;
  const auto taught =
      distil({network, learned}, network, start, mute, samples, options, RandomStream(2, "o"))
          .parameters;
  CHECK(agreement(network, start, learned, data) < 0.4);
  CHECK(agreement(network, taught, learned, data) > 0.55);
}

TEST_CASE("teachers of other classes or places, and those without a say, are refused") {
  const Dataset data = Dataset::sequences("t", 4, 5, 3, {1, 2, 3, 4}, {0});
  const Network student(tokens_net(3, false));
  const auto start = student.initial_parameters(RandomStream(1, "w"));
  SgdOptions options;
  options.loss.distilled = 0.5;
  const auto refuses = [&](const models::Graph& graph, const char* why) {
    const Network teacher(graph);
    const auto parameters = teacher.initial_parameters(RandomStream(1, "w"));
    CHECK_THROWS_WITH_AS(distil({teacher, parameters}, student, start, data, range(0, 1), options,
                                RandomStream(1, "o")),
                         doctest::Contains(why), ConfigError);
  };
  refuses(tokens_net(4, false), "gives 1 x 4 answers, the student 'tokens' gives 1 x 3");
  refuses(tokens_net(3, true), "gives 4 x 3 answers");
  options.loss.distilled = 0;
  refuses(tokens_net(3, false), "the teacher's share must be above 0");
}
