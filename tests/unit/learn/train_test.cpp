#include "models/learn/train.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "models/learn/evaluate.hpp"
#include "models/learn/partition_data.hpp"
#include "sim/error.hpp"
#include "test_nets.hpp"

using namespace lastmile;
using namespace lastmile::learn;
using namespace lastmile::learn::test;

namespace {

const Dataset& objects() {
  static const Dataset data = draw_objects(260, RandomStream(1, "objects"));
  return data;
}

TrainResult train_with(ThreadPool* pool, const kernels::LaneKernels* kernels) {
  const Network network(small_cnn({3, 32, 32}), kernels);
  SgdOptions options;
  options.epochs = 2;
  options.batch = 40;
  options.learning_rate = 0.01;
  options.weight_decay = 1e-4;
  return train(network, network.initial_parameters(RandomStream(1, "init")), objects(),
               range(0, 130), options, RandomStream(1, "shuffle"), pool);
}

std::string error_of(const SgdOptions& options) {
  const Network network(linear({3, 32, 32}));
  try {
    train(network, network.initial_parameters(RandomStream(1, "init")), objects(), range(0, 10),
          options, RandomStream(1, "shuffle"));
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

// The two accuracy tests take minutes under the sanitizers and show them nothing new.
#ifdef __SANITIZE_ADDRESS__
constexpr bool kSlow = true;
#else
constexpr bool kSlow = false;
#endif

double trained_accuracy(const models::Graph& graph, const Dataset& data, double rate, int passes,
                        std::uint32_t images) {
  const Network network(graph);
  SgdOptions options;
  options.epochs = passes;
  options.learning_rate = rate;
  const auto result = train(network, network.initial_parameters(RandomStream(1, "init")), data,
                            range(0, images), options, RandomStream(1, "shuffle"));
  const auto held_out = range(images, static_cast<std::uint32_t>(data.size()));
  return evaluate(network, result.parameters, data, held_out).accuracy.back();
}

}  // namespace

TEST_CASE("steps during the backward pass have the bits of steps behind it") {
  const Network network(branching({3, 32, 32}));
  SgdOptions options;
  options.batch = 10;
  options.learning_rate = 0.01;
  options.weight_decay = 1e-4;
  const auto run = [&] {
    return train(network, network.initial_parameters(RandomStream(1, "init")), objects(),
                 range(0, 50), options, RandomStream(1, "shuffle"));
  };
  const TrainResult during = run();
  options.clip_norm = 1e9;  // needs the whole gradient, and changes nothing
  const TrainResult behind = run();
  CHECK(during.parameters == behind.parameters);
  CHECK(during.velocity == behind.velocity);
  CHECK(during.parameters != network.initial_parameters(RandomStream(1, "init")));
}

TEST_CASE("the same bits with 1, 2 and 3 threads and with every instruction set") {
  const TrainResult expected = train_with(nullptr, nullptr);
  for (const int threads : {1, 2, 3}) {
    ThreadPool pool(threads);
    const TrainResult got = train_with(&pool, nullptr);
    CHECK(got.parameters == expected.parameters);
    CHECK(got.velocity == expected.velocity);
    CHECK(got.epoch_loss == expected.epoch_loss);
  }
  for (const std::string_view name : kernels::lane_kernel_names()) {
    CAPTURE(name);
    CHECK(train_with(nullptr, kernels::find_lane_kernels(name)).parameters == expected.parameters);
  }
}

TEST_CASE("first losses, pinned: a change here changes every result") {
  const TrainResult result = train_with(nullptr, nullptr);
  REQUIRE(result.epoch_loss.size() == 2);
  CHECK(result.epoch_loss[0] == 0x1.6ed4de95bcf1cp+2);
  CHECK(result.epoch_loss[1] == 0x1.3bf074eff84d1p+2);
  CHECK(result.mean_loss == result.epoch_loss[1]);
}

TEST_CASE("the gradient of a batch does not depend on how it is grouped") {
  const Network network(small_cnn({3, 32, 32}));
  const auto parameters = network.initial_parameters(RandomStream(1, "init"));
  std::vector<float> all, part;
  loss_gradient(network, parameters, objects(), range(0, 24), {}, all);
  std::vector<double> sum(all.size());
  for (std::uint32_t i = 0; i < 24; ++i) {
    loss_gradient(network, parameters, objects(), range(i, i + 1), {}, part);
    for (std::size_t k = 0; k < part.size(); ++k) sum[k] += static_cast<double>(part[k]) / 24;
  }
  for (std::size_t k = 0; k < all.size(); ++k)
    REQUIRE(static_cast<double>(all[k]) == doctest::Approx(sum[k]).epsilon(1e-4).scale(1e-3));
}

TEST_CASE("velocity carries momentum over from call to call") {
  const Network network(linear({3, 32, 32}));
  const auto start = network.initial_parameters(RandomStream(1, "init"));
  SgdOptions options;
  options.learning_rate = 1e-4;
  options.batch = 100;  // one batch, so that the order does not matter but for the sum's rounding
  const auto step = [&](const std::vector<float>& p, const std::vector<float>& v) {
    return train(network, p, objects(), range(0, 16), options, RandomStream(1, "same"), nullptr, v);
  };
  const TrainResult first = step(start, {});
  const TrainResult fresh = step(first.parameters, {});
  const TrainResult carried = step(first.parameters, first.velocity);
  for (std::size_t i = 0; i < start.size(); ++i)
    REQUIRE(static_cast<double>(carried.velocity[i]) ==
            doctest::Approx(static_cast<double>(fresh.velocity[i]) +
                            0.9 * static_cast<double>(first.velocity[i]))
                .epsilon(1e-4)
                .scale(1e-3));
}

TEST_CASE("clipping shortens a long gradient and leaves a short one alone") {
  const Network network(linear({3, 32, 32}));
  const auto start = network.initial_parameters(RandomStream(1, "init"));
  SgdOptions options;
  options.batch = 100;
  const auto length = [&](double clip) {
    options.clip_norm = clip;
    const auto v =
        train(network, start, objects(), range(0, 16), options, RandomStream(1, "s")).velocity;
    double square = 0;
    for (const float x : v) square += static_cast<double>(x) * static_cast<double>(x);
    return std::sqrt(square);
  };
  const double free = length(0);
  CHECK(free > 1);
  CHECK(length(0.5) == doctest::Approx(0.5).epsilon(1e-5));
  CHECK(length(2 * free) == free);
}

TEST_CASE("training that diverges is the user's fault and says what to change") {
  const Network network(small_cnn({3, 32, 32}));
  SgdOptions options;
  options.epochs = 10;
  options.learning_rate = 90;
  const auto diverge = [&] {
    train(network, network.initial_parameters(RandomStream(1, "init")), objects(), range(0, 130), options,
          RandomStream(1, "shuffle"));
  };
  CHECK_THROWS_WITH_AS(diverge(), doctest::Contains("diverged; use a smaller learning_rate"), ConfigError);
}

TEST_CASE("options out of range are the user's fault and say so") {
  SgdOptions o;
  CHECK(error_of(o) == "");
  o.batch = 0;
  CHECK(error_of(o).find("batch = 0") != std::string::npos);
  o = {};
  o.momentum = 1;
  CHECK(error_of(o).find("momentum") != std::string::npos);
  o = {};
  o.learning_rate = 0;
  CHECK(error_of(o).find("learning_rate") != std::string::npos);
  o = {};
  o.exit_weights = {1, 1};
  CHECK(error_of(o).find("2 exit weights for 1 exits") != std::string::npos);
}

TEST_CASE("a convolutional network beats a linear one by far on drawn objects" *
          doctest::skip(kSlow)) {
  const Dataset data = draw_objects(1500, RandomStream(1, "objects"));
  const double cnn = trained_accuracy(small_cnn({3, 32, 32}), data, 0.01, 10, 1200);
  const double line = trained_accuracy(linear({3, 32, 32}), data, 0.0005, 10, 1200);
  MESSAGE("objects, 1,200 images: linear " << line << ", CNN " << cnn);
  CHECK(cnn > 0.75);
  CHECK(line < 0.55);
  CHECK(line > 0.15);  // and it is not noise
}

TEST_CASE("a convolutional network beats a linear one by far on drawn digits" *
          doctest::skip(kSlow)) {
  const Dataset data = draw_digits(1500, RandomStream(1, "digits"));
  const double cnn = trained_accuracy(small_cnn({1, 28, 28}), data, 0.01, 8, 1200);
  const double line = trained_accuracy(linear({1, 28, 28}), data, 0.001, 10, 1200);
  MESSAGE("digits, 1,200 images: linear " << line << ", CNN " << cnn);
  CHECK(cnn > 0.8);
  CHECK(line < 0.6);
  CHECK(line > 0.2);
}
