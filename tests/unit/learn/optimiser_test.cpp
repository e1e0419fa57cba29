// Rates and rules by hand.
#include "models/learn/optimiser.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "models/learn/train.hpp"
#include "sim/error.hpp"
#include "test_nets.hpp"

using namespace lastmile;
using namespace lastmile::learn;
using namespace lastmile::learn::test;

namespace {

/// The first weight after so many steps along a gradient of 0.5 from weight 2.
double after(const SgdOptions& options, int steps) {
  const Network network(linear({1, 2, 2}));
  Optimiser optimiser(network, options);
  std::vector<float> weights(network.parameter_count(), 2.0F), state(optimiser.state_size());
  for (int i = 0; i < steps; ++i) {
    std::vector<float> gradient(weights.size(), 0.5F);
    optimiser.update(gradient.data(), state.data(), weights.data());
  }
  CHECK(optimiser.step() == options.optimiser.first_step + static_cast<std::uint64_t>(steps));
  return static_cast<double>(weights[0]);
}

}  // namespace

TEST_CASE("sgd: momentum and both decays by hand") {
  SgdOptions o;
  o.learning_rate = 0.1;
  CHECK(after(o, 1) == doctest::Approx(2 - 0.1 * 0.5));
  CHECK(after(o, 2) == doctest::Approx(2 - 0.1 * 0.5 - 0.1 * (0.9 * 0.5 + 0.5)));
  o.weight_decay = 0.01;
  CHECK(after(o, 1) == doctest::Approx(2 - 0.1 * (0.5 + 0.01 * 2)));
  o.optimiser.decoupled_decay = true;
  CHECK(after(o, 1) == doctest::Approx(2 * (1 - 0.1 * 0.01) - 0.1 * 0.5));
}

TEST_CASE("adam: two steps by hand") {
  SgdOptions o;
  o.learning_rate = 0.1;
  o.optimiser.kind = OptimiserOptions::Kind::adam;
  o.optimiser.epsilon = 0.25;
  CHECK(after(o, 1) == doctest::Approx(2 - 0.1 * 0.5 / (0.5 + 0.25)));
  CHECK(after(o, 2) == doctest::Approx(2 - 2 * 0.1 * 0.5 / (0.5 + 0.25)).epsilon(1e-6));
  o.weight_decay = 0.5;  // coupled: the gradient is 0.5 + 0.5 * 2
  CHECK(after(o, 1) == doctest::Approx(2 - 0.1 * 1.5 / (1.5 + 0.25)));
  o.optimiser.decoupled_decay = true;
  CHECK(after(o, 1) == doctest::Approx(2 * (1 - 0.1 * 0.5) - 0.1 * 0.5 / (0.5 + 0.25)));
}

TEST_CASE("schedules: warm-up, steps, cosine") {
  Schedule s;
  CHECK(s.share(1000) == 1);
  s.warm_up = 4;
  CHECK(s.share(0) == 0.25);
  CHECK(s.share(3) == 1);
  s.kind = Schedule::Kind::step;
  s.period = 10;
  s.factor = 0.5;
  CHECK(s.share(13) == 1);
  CHECK(s.share(14) == 0.5);
  CHECK(s.share(24) == 0.25);
  s.kind = Schedule::Kind::cosine;
  for (std::uint64_t i = 4; i < 20; ++i)
    CHECK(s.share(i) == doctest::Approx((1 + std::cos(std::acos(-1.0) * std::min<double>(1, (i - 4.0) / 10))) / 2)
                            .epsilon(1e-12)
                            .scale(1));
  CHECK(s.share(1000) < 1e-12);
}

TEST_CASE("adam and distillation train, and wrong options are named") {
  const Dataset data = draw_objects(60, RandomStream(1, "objects"));
  const Network network(small_cnn({3, 32, 32}));
  const auto start = network.initial_parameters(RandomStream(1, "init"));
  SgdOptions o;
  o.epochs = 8;
  o.learning_rate = 0.002;
  o.optimiser.kind = OptimiserOptions::Kind::adam;
  const auto run = [&] { return train(network, start, data, range(0, 60), o, RandomStream(1, "shuffle")); };
  const TrainResult result = run();
  CHECK(result.epoch_loss.back() < 0.9 * result.epoch_loss.front());
  CHECK(result.velocity.size() == 2 * start.size());
  o.loss.distilled = 0.5;
  CHECK_THROWS_WITH_AS(run(), doctest::Contains("0 logits of a teacher for 600 answers"), ConfigError);
  o.loss.teacher.assign(600, 0.0F);
  o.loss.temperature = 0;
  CHECK_THROWS_WITH_AS(run(), doctest::Contains("temperature"), ConfigError);
  o.loss.temperature = 2;
  CHECK(run().mean_loss != result.mean_loss);
  o.optimiser.schedule.period = 0;
  CHECK_THROWS_WITH_AS(run(), doctest::Contains("period = 0"), ConfigError);
}
