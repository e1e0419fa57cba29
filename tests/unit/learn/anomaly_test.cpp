// What a network gives back, and areas under curves by hand.
#include "models/learn/anomaly.hpp"

#include <doctest/doctest.h>

#include "models/learn/synthetic.hpp"
#include "models/learn/train.hpp"
#include "sim/error.hpp"
#include "test_nets.hpp"

using namespace lastmile;
using namespace lastmile::learn;
using namespace lastmile::learn::test;

namespace {

models::Graph autoencoder(int code) {
  models::Graph graph("autoencoder", {3, 1, 64});
  graph.add(models::plain(LayerKind::flatten));
  graph.add(models::dense(code));
  graph.add(models::plain(LayerKind::tanh));
  graph.mark_exit(graph.add(models::dense(192)));
  return graph;
}

}  // namespace

TEST_CASE("the area under the curve counts pairs in the right order, ties half") {
  const std::vector<bool> yes{true, false, true, false};
  CHECK(area_under_curve(std::vector<double>{4, 1, 3, 2}, yes) == 1);
  CHECK(area_under_curve(std::vector<double>{1, 4, 2, 3}, yes) == 0);
  CHECK(area_under_curve(std::vector<double>{4, 3, 2, 1}, yes) == 0.75);
  CHECK(area_under_curve(std::vector<double>{1, 1, 1, 1}, yes) == 0.5);
  CHECK(area_under_curve(std::vector<double>{2, 1, 1, 1}, yes) == 0.75);
  CHECK_THROWS_AS(area_under_curve(std::vector<double>{1, 2}, {true, true}), InternalError);
}

TEST_CASE("an autoencoder needs no labels, gives back better with training, and faults stand out") {
  SensorSpec spec;
  spec.users = 4;
  spec.windows_each = 60;
  const Dataset normal = draw_activities(spec, RandomStream(1, "s"));
  spec.anomaly_share = 0.3;
  const Dataset mixed = draw_anomalies(spec, RandomStream(2, "s"));
  const Network network(autoencoder(12));
  SgdOptions options;
  options.epochs = 30;
  options.learning_rate = 0.003;
  options.optimiser.kind = OptimiserOptions::Kind::adam;
  options.loss.kind = LossOptions::Kind::reconstruction;
  const auto start = network.initial_parameters(RandomStream(1, "w"));
  const auto samples = range(0, 240);
  const TrainResult result = train(network, start, normal, samples, options, RandomStream(1, "o"));
  CHECK(result.mean_loss < 0.3 * result.epoch_loss.front());
  const std::vector<double> errors =
      reconstruction_errors(network, result.parameters, mixed, samples);
  const Dataset relabelled = normal.with_labels(1, std::vector<Label>(240));
  CHECK(train(network, start, relabelled, samples, options, RandomStream(1, "o")).parameters ==
        result.parameters);
  std::vector<bool> faulty;
  for (const std::uint32_t i : samples) faulty.push_back(mixed.label(i) == 1);
  CHECK(area_under_curve(errors, faulty) > 0.6);
  ThreadPool pool(3);
  CHECK(reconstruction_errors(network, result.parameters, mixed, samples, &pool) == errors);
}

TEST_CASE("the errors are the loss, one by one") {
  const Network network(autoencoder(3));
  SensorSpec spec;
  spec.users = 1;
  spec.windows_each = 19;
  const Dataset data = draw_activities(spec, RandomStream(1, "s"));
  const auto start = network.initial_parameters(RandomStream(1, "w"));
  double sum = 0;
  for (const double e : reconstruction_errors(network, start, data, range(0, 19))) sum += e;
  SgdOptions options;
  options.loss.kind = LossOptions::Kind::reconstruction;
  std::vector<float> gradient;
  CHECK(loss_gradient(network, start, data, range(0, 19), options, gradient) ==
        doctest::Approx(sum / 19));
}

TEST_CASE("giving back with classes in mind is refused") {
  const Network network(autoencoder(3));
  SensorSpec spec;
  spec.users = 1;
  const Dataset data = draw_activities(spec, RandomStream(1, "s"));
  SgdOptions options;
  options.loss.kind = LossOptions::Kind::reconstruction;
  options.loss.entropy = 0.1;
  std::vector<float> gradient;
  const auto start = network.initial_parameters(RandomStream(1, "w"));
  CHECK_THROWS_WITH_AS(loss_gradient(network, start, data, range(0, 2), options, gradient),
                       doctest::Contains("no entropy"), ConfigError);
  const Network classifier(linear({3, 1, 64}));
  options.loss.entropy = 0;
  CHECK_THROWS_WITH_AS(
      loss_gradient(classifier, classifier.initial_parameters(RandomStream(1, "w")), data,
                    range(0, 2), options, gradient),
      doctest::Contains("takes 3x1x64, but gives back 10 numbers"), ConfigError);
}
