// What training carries from one call to the next: the schedule always, the optimiser's state in
// one place only, and the pull to the round's model.
#include <doctest/doctest.h>

#include <cmath>

#include "fake_view.hpp"
#include "small_world.hpp"

using namespace lastmile;
using namespace lastmile::policies;

namespace {

/// The model that training in the small world ends with.
std::vector<float> learned(SmallWorld& small, std::unique_ptr<TrainingPolicy> policy) {
  Trained trained;
  RoundLog log(small.world, nullptr);
  const TrainingPlan plan = policy->plan({0, 1}, small.planner);
  small.run(plan.kind == TrainingPlan::Kind::central
                ? train_central(small.world, plan, log, trained)
                : train_federated(small.world, *policy, plan, log, trained));
  log.flush();
  return *trained.shared;
}

std::vector<float> first_weights(SmallWorld& small) { return *initial_weights(small.world); }

double distance(const std::vector<float>& a, const std::vector<float>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::pow(static_cast<double>(a[i] - b[i]), 2);
  return std::sqrt(sum);
}

learn::SgdOptions adam_and_cosine(SmallWorld& small) {
  Application& a = small.world.application;
  a.sgd.optimiser.kind = learn::OptimiserOptions::Kind::adam;
  a.sgd.learning_rate = 0.002;
  a.schedule.kind = learn::Schedule::Kind::cosine;
  a.schedule.period = SmallWorld::kPasses;
  return a.sgd;
}

}  // namespace

TEST_CASE("schedules: told in passes, they go on over a trainer's own samples") {
  SmallWorld small;
  Application& a = small.world.application;
  a.schedule.kind = learn::Schedule::Kind::step;
  a.schedule.warm_up = 0.5;
  a.schedule.period = 3;
  const learn::SgdOptions o = options_after(a, 10, 4, 2);  // batches of 4: three steps a pass
  CHECK(o.epochs == 2);
  CHECK(o.optimiser.first_step == 12);
  CHECK(o.optimiser.schedule.warm_up == 2);
  CHECK(o.optimiser.schedule.period == 9);
}

TEST_CASE("schedules: central training, pass by pass, is one training with its own shuffles") {
  SmallWorld small;
  learn::SgdOptions options = adam_and_cosine(small);
  const std::vector<float> got = learned(small, make<TrainingPolicy>("central", {{"at", "edge"}}));
  std::vector<std::uint32_t> samples = small.world.application.parts[0];
  samples.insert(samples.end(), small.world.application.parts[1].begin(),
                 small.world.application.parts[1].end());
  options.epochs = 1;
  options.optimiser.schedule = {learn::Schedule::Kind::cosine, 0, 8, 0.1};
  learn::TrainResult at;
  at.parameters = first_weights(small);
  for (int pass = 1; pass <= SmallWorld::kPasses; ++pass) {
    options.optimiser.first_step = at.next_step;
    at = learn::train(small.learner, at.parameters, small.training, samples, options,
                      small.engine.random("shuffle/central/" + std::to_string(pass)), nullptr,
                      at.velocity);
  }
  CHECK(got == at.parameters);
}

TEST_CASE("schedules: a client of federated training starts its optimiser anew") {
  SmallWorld small;
  learn::SgdOptions options = adam_and_cosine(small);
  small.world.application.parts[1].clear();  // one client, so that the mean is its model
  small.world.application.devices = {0};
  small.world.application.parts.resize(1);
  const std::vector<float> got =
      learned(small, make<TrainingPolicy>("federated", {{"server", "edge"}}));
  options.epochs = 1;
  options.optimiser.schedule = {learn::Schedule::Kind::cosine, 0, 4, 0.1};
  std::vector<float> weights = first_weights(small);
  for (int round = 1; round <= SmallWorld::kPasses; ++round) {
    options.optimiser.first_step = static_cast<std::uint64_t>(2 * (round - 1));
    weights =
        learn::train(small.learner, weights, small.training, small.world.application.parts[0],
                     options, small.engine.random("shuffle/cameras[1]/" + std::to_string(round)))
            .parameters;
  }
  CHECK(got == weights);
}

TEST_CASE("schedules: a proximal term keeps the clients near the round's model") {
  SmallWorld free, pulled, same;
  const std::vector<float> start = first_weights(free);
  const auto run = [](SmallWorld& small, double proximal) {
    return learned(
        small, make<TrainingPolicy>(
                   "federated", {{"local_passes", 2}, {"proximal", proximal}, {"server", "edge"}}));
  };
  const std::vector<float> without = run(free, 0);
  CHECK(distance(run(pulled, 20), start) < 0.95 * distance(without, start));
  CHECK(learned(same, make<TrainingPolicy>("federated",
                                           {{"local_passes", 2}, {"server", "edge"}})) == without);
}

TEST_CASE("schedules: a proximal term needs memory for the round's model") {
  SmallWorld plain, pulled;
  learned(plain, make<TrainingPolicy>("federated", {{"server", "edge"}}));
  learned(pulled, make<TrainingPolicy>("federated", {{"proximal", 1.0}, {"server", "edge"}}));
  const auto peak = [](const SmallWorld& small) {
    return small.world.accounts[0].peak_memory.value();
  };
  CHECK(peak(pulled) - peak(plain) ==
        doctest::Approx(4 * static_cast<double>(plain.learner.parameter_count())));
}

TEST_CASE("schedules: adam needs memory for two numbers of each weight") {
  SmallWorld plain, adam;
  adam_and_cosine(adam);
  learned(plain, make<TrainingPolicy>("central", {{"at", "edge"}}));
  learned(adam, make<TrainingPolicy>("central", {{"at", "edge"}}));
  const auto peak = [](const SmallWorld& small) {
    return small.world.accounts[3].peak_memory.value();
  };
  CHECK(peak(adam) - peak(plain) ==
        doctest::Approx(4 * static_cast<double>(plain.learner.parameter_count())));
}
