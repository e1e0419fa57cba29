// Rates and rules by hand.
#include "models/learn/optimiser.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
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
  std::vector<float> weights(network.arranged_size(), 2.0F), state(optimiser.state_vectors() * weights.size());
  for (int i = 0; i < steps; ++i) {
    std::vector<float> gradient(weights.size(), 0.5F);
    optimiser.prepare(gradient.data(), weights.data());
    optimiser.update(0, weights.size(), gradient.data(), state.data(), weights.data());
    optimiser.advance();
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

TEST_CASE("a schedule told in passes becomes steps") {
  PassSchedule told;
  told.kind = Schedule::Kind::cosine;
  told.warm_up = 0.5;
  told.period = 9.5;
  const Schedule s = told.in_steps(7);
  CHECK(s.warm_up == 4);  // 3.5, rounded
  CHECK(s.period == 67);
  CHECK(s.share(s.warm_up + s.period) < 1e-12);
  told.period = 0.01;
  CHECK(told.in_steps(7).period == 1);
}

TEST_CASE("many calls go on where the last one ended, or start the optimiser anew") {
  const Dataset data = draw_objects(30, RandomStream(1, "objects"));
  const Network network(linear({3, 32, 32}));
  SgdOptions o;
  o.learning_rate = 0.002;
  o.epochs = 3;
  o.optimiser.kind = OptimiserOptions::Kind::adam;
  o.optimiser.schedule.kind = Schedule::Kind::cosine;
  o.optimiser.schedule.period = 8;
  const auto start = network.initial_parameters(RandomStream(1, "init"));
  const auto run = [&](const TrainResult& from, std::vector<float> state) {
    return train(network, from.parameters, data, range(0, 30), o,
                 std::bit_cast<RandomStream>(from.random), nullptr, std::move(state));
  };
  TrainResult at;
  at.parameters = start;
  at.random = std::bit_cast<RandomState>(RandomStream(1, "shuffle"));
  const TrainResult whole = run(at, {});
  o.epochs = 1;
  for (int piece = 0; piece < 3; ++piece) {
    o.optimiser.first_step = at.next_step;
    at = run(at, at.velocity);
  }
  CHECK(at.parameters == whole.parameters);
  CHECK(at.next_step == 6);
  // Anew at step 4: the rate of step 4, but Adam's first step, which is as long as the rate.
  o.batch = 30;
  o.optimiser.first_step = 4;
  at.parameters = start;
  const TrainResult anew = run(at, {});
  double longest = 0;
  for (std::size_t i = 0; i < start.size(); ++i)
    longest = std::max(longest, std::abs(static_cast<double>(anew.parameters[i] - start[i])));
  CHECK(longest == doctest::Approx(0.002 * o.optimiser.schedule.share(4)).epsilon(1e-3));
}

TEST_CASE("the proximal term against steps made by hand") {
  const Dataset data = draw_objects(30, RandomStream(1, "objects"));
  const Network network(linear({3, 32, 32}));
  const auto start = network.initial_parameters(RandomStream(1, "init"));
  SgdOptions o;
  o.batch = 30;
  o.epochs = 3;
  o.learning_rate = 0.003;
  o.momentum = 0;
  o.proximal = 40;
  const auto samples = range(0, 30);
  const auto result = train(network, start, data, samples, o, RandomStream(1, "shuffle"));
  std::vector<float> by_hand = start, gradient;
  for (int step = 0; step < 3; ++step) {
    loss_gradient(network, by_hand, data, samples, {}, gradient);
    for (std::size_t i = 0; i < start.size(); ++i)
      by_hand[i] -= 0.003F * (gradient[i] + 40.0F * (by_hand[i] - start[i]));
  }
  o.proximal = 0;
  const auto free = train(network, start, data, samples, o, RandomStream(1, "shuffle"));
  double off = 0, far = 0, freely = 0;
  for (std::size_t i = 0; i < start.size(); ++i) {
    const auto apart = [&](float a, float b) { return std::abs(static_cast<double>(a - b)); };
    off = std::max(off, apart(result.parameters[i], by_hand[i]));
    far = std::max(far, apart(result.parameters[i], start[i]));
    freely = std::max(freely, apart(free.parameters[i], start[i]));
  }
  CHECK(off < 1e-5 * far);
  CHECK(far < 0.95 * freely);
  o.proximal = -1;
  CHECK_THROWS_WITH_AS(train(network, start, data, samples, o, RandomStream(1, "shuffle")),
                       doctest::Contains("proximal = -1"), ConfigError);
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
