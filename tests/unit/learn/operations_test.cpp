// What operations do that gradients do not show: statistics, masks, and equal bits of branching
// networks.
#include <doctest/doctest.h>

#include <cmath>

#include "models/learn/evaluate.hpp"
#include "models/learn/pass.hpp"
#include "models/learn/train.hpp"
#include "sim/error.hpp"
#include "test_nets.hpp"

using namespace lastmile;
using namespace lastmile::learn;
using namespace lastmile::learn::test;
using models::plain;

namespace {

const Dataset& objects() {
  static const Dataset data = draw_objects(120, RandomStream(1, "objects"));
  return data;
}

models::Graph with(const models::LayerSpec& middle, const models::Shape& shape = {3, 32, 32}) {
  models::Graph graph("one", shape);
  graph.add(middle);
  graph.add(plain(LayerKind::flatten));
  graph.add(models::dense(10));
  finish(graph);
  return graph;
}

TrainResult trained(const models::Graph& graph, int epochs, ThreadPool* pool = nullptr,
                    const kernels::LaneKernels* kernels = nullptr) {
  const Network network(graph, kernels);
  SgdOptions options;
  options.epochs = epochs;
  options.batch = 40;
  options.learning_rate = 0.02;
  return train(network, network.initial_parameters(RandomStream(1, "init")), objects(),
               range(0, 120), options, RandomStream(1, "shuffle"), pool);
}

/// The outputs of the first step for data[samples], by element and lane.
std::vector<float> first_output(const Network& network, const std::vector<float>& parameters,
                                const std::vector<std::uint32_t>& samples, bool training,
                                std::uint64_t random = 0) {
  PackedWeights weights(network);
  weights.set(parameters, training);
  Pass pass(network, training);
  pass.set_images(objects(), samples);
  pass.forward(weights, 0, random);
  const ValueId value = network.steps()[0].output;
  const float* out = pass.value(value);
  return {out,
          out + static_cast<std::size_t>(network.shapes()[value].elements()) * kernels::kLanes};
}

}  // namespace

TEST_CASE("branching networks: the same bits with 1 and 3 threads and with every instruction set") {
  const models::Graph graph = branching({3, 32, 32});
  const TrainResult expected = trained(graph, 2);
  ThreadPool pool(3);
  const TrainResult threaded = trained(graph, 2, &pool);
  CHECK(threaded.parameters == expected.parameters);
  CHECK(threaded.velocity == expected.velocity);
  for (const std::string_view name : kernels::lane_kernel_names()) {
    CAPTURE(name);
    CHECK(trained(graph, 2, nullptr, kernels::find_lane_kernels(name)).parameters ==
          expected.parameters);
  }
}

TEST_CASE("sequences: the same bits with 1 and 3 threads and with every instruction set") {
  models::Graph graph("words", {1, 1, 9});
  const auto words = graph.add(models::embedding(6, 8));
  const auto seen = graph.add(models::attention(2), std::vector{words, words, words});
  graph.add(plain(LayerKind::layer_norm), seen);
  graph.add(models::recurrent(LayerKind::lstm, 12));
  graph.add(models::recurrent(LayerKind::gru, 7, 0, true));
  graph.add(models::dense(6));
  finish(graph);
  std::vector<std::uint8_t> tokens(50 * 9);
  std::vector<Label> labels(50);
  for (std::size_t i = 0; i < tokens.size(); ++i) tokens[i] = static_cast<std::uint8_t>(i * i % 6);
  const Dataset data = Dataset::sequences("words", 9, 6, 6, tokens, labels);
  const auto run = [&](ThreadPool* pool, const kernels::LaneKernels* kernels) {
    const Network network(graph, kernels);
    SgdOptions options;
    options.epochs = 2;
    options.batch = 40;
    return train(network, network.initial_parameters(RandomStream(1, "init")), data, range(0, 50), options,
                 RandomStream(1, "shuffle"), pool);
  };
  const TrainResult expected = run(nullptr, nullptr);
  CHECK(expected.epoch_loss[1] < expected.epoch_loss[0]);
  ThreadPool pool(3);
  CHECK(run(&pool, nullptr).parameters == expected.parameters);
  for (const std::string_view name : kernels::lane_kernel_names())
    CHECK(run(nullptr, kernels::find_lane_kernels(name)).parameters == expected.parameters);
}

TEST_CASE("branching networks learn, and a cut at which all comes together answers as the whole") {
  const models::Graph graph = branching({3, 32, 32});
  const Network network(graph);
  const TrainResult result = trained(graph, 12);
  CHECK(result.epoch_loss.back() < 0.9 * result.epoch_loss.front());
  const auto samples = range(0, 20);
  const Evaluation whole = evaluate(network, result.parameters, objects(), samples);
  const models::LayerId cut = graph.find("together");
  const auto features = forward_to(network, result.parameters, objects(), samples, cut);
  std::vector<Label> labels;
  for (const auto i : samples) labels.push_back(static_cast<Label>(objects().label(i)));
  const Evaluation rest = continue_from(network, result.parameters, cut, features, labels);
  for (std::size_t i = 0; i < samples.size(); ++i)
    CHECK(rest.answer(i, 0).confidence == whole.answer(i, 0).confidence);
  const models::LayerId inside = graph.find("branch");
  const auto half = forward_to(network, result.parameters, objects(), samples, inside);
  CHECK_THROWS_WITH_AS(continue_from(network, result.parameters, inside, half, labels),
                       doctest::Contains("needs more than layer 'branch'"), ConfigError);
}

TEST_CASE("batch_norm follows the means and variances of its groups and serves with them") {
  const models::Graph graph = with(plain(LayerKind::batch_norm));
  const Network network(graph);
  REQUIRE(network.layout()[2].role == "running_mean");
  REQUIRE(network.layout()[3].statistic);
  const auto start = network.initial_parameters(RandomStream(1, "init"));
  CHECK(start[network.layout()[3].first] == 1.0F);
  const TrainResult result = trained(graph, 40);
  const double mean = static_cast<double>(result.parameters[network.layout()[2].first]);
  const double variance = static_cast<double>(result.parameters[network.layout()[3].first]);
  double sum = 0, squares = 0, count = 120 * 1024;
  for (std::size_t i = 0; i < 120; ++i)
    for (std::size_t p = 0; p < 1024; ++p) {
      const double x = 4 * (objects().image(i)[p] / 255.0 - 0.5);
      sum += x, squares += x * x;
    }
  const double true_mean = sum / count, true_variance = squares / count - true_mean * true_mean;
  CHECK(mean == doctest::Approx(true_mean).epsilon(0.03).scale(1));
  CHECK(variance == doctest::Approx(true_variance).epsilon(0.1));
  CHECK(result.velocity[network.layout()[2].first] == 0.0F);
  // Served images do not look at their company; trained ones do.
  const auto in_company = first_output(network, result.parameters, range(0, 16), false);
  const auto alone = first_output(network, result.parameters, range(0, 1), false);
  CHECK(in_company[0] == alone[0]);
  const auto trained_together = first_output(network, result.parameters, range(0, 16), true);
  CHECK(trained_together[0] != first_output(network, result.parameters, range(0, 1), true)[0]);
}

TEST_CASE("dropout drops its share, keeps the mean, and serves everything") {
  models::LayerSpec spec = plain(LayerKind::dropout);
  spec.rate = 0.25;
  const Network network(with(spec));
  const auto parameters = network.initial_parameters(RandomStream(1, "init"));
  const auto whole = first_output(network, parameters, range(0, 16), false);
  const auto some = first_output(network, parameters, range(0, 16), true, 1);
  double dropped = 0;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (some[i] == 0.0F && whole[i] != 0.0F)
      ++dropped;
    else
      REQUIRE(some[i] == whole[i] * (65536.0F / 49152.0F));
  }
  CHECK(dropped / static_cast<double>(whole.size()) == doctest::Approx(0.25).epsilon(0.02));
  CHECK(some == first_output(network, parameters, range(0, 16), true, 1));
  CHECK(some != first_output(network, parameters, range(0, 16), true, 2));
  spec.rate = 1;
  CHECK_THROWS_WITH_AS(Network{with(spec)}, doctest::Contains("rate = 1.0"), ConfigError);
}

TEST_CASE("the layout says what lies where, without gaps") {
  const Network network(branching({3, 32, 32}));
  std::size_t next = 0;
  for (const ParameterRange& range : network.layout()) {
    CHECK(range.first == next);
    next += range.count;
    std::int64_t product = 1;
    for (const std::int64_t extent : range.shape) product *= extent;
    CHECK(static_cast<std::size_t>(product) == range.count);
  }
  CHECK(next == network.parameter_count());
}
