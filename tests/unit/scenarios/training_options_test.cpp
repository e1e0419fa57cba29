// lm.training and its schedules, and what becomes of them in training.
#include <doctest/doctest.h>

#include "scenario_text.hpp"

using namespace lastmile;
using namespace lastmile::scenarios;

namespace {

std::string with_training(const std::string& more) {
  return replaced(kGoodScenario, "learning_rate = 0.01, momentum = 0.9",
                  "learning_rate = 0.01" + more);
}

TrainingSpec training_of(const std::string& more) {
  return *load_text(with_training(more)).training;
}

using Kind = learn::Schedule::Kind;

}  // namespace

TEST_CASE("training without more is plain gradient descent on cross-entropy") {
  const TrainingSpec t = training_of("");
  CHECK(t.sgd.optimiser.kind == learn::OptimiserOptions::Kind::sgd);
  CHECK(t.sgd.loss.kind == learn::LossOptions::Kind::cross_entropy);
  CHECK(t.sgd.momentum == 0);
  CHECK(t.sgd.loss.entropy == 0);
  CHECK_FALSE(t.sgd.optimiser.decoupled_decay);
  CHECK(t.schedule.kind == Kind::constant);
  CHECK(t.schedule.in_steps(10).share(0) == 1);
}

TEST_CASE("adam, losses and decays as they are written") {
  const TrainingSpec t = training_of(
      R"(, optimiser = "adam", loss = "squared_error", entropy = -0.1, weight_decay = 0.01, decoupled_decay = true)");
  CHECK(t.sgd.optimiser.kind == learn::OptimiserOptions::Kind::adam);
  CHECK(t.sgd.momentum == 0.9);
  CHECK(t.sgd.loss.kind == learn::LossOptions::Kind::squared_error);
  CHECK(t.sgd.loss.entropy == -0.1);
  CHECK(t.sgd.weight_decay == 0.01);
  CHECK(t.sgd.optimiser.decoupled_decay);
  CHECK(training_of(R"(, optimiser = "adam", momentum = 0.5)").sgd.momentum == 0.5);
}

TEST_CASE("schedules are told in passes") {
  const std::string eight = R"(, schedule = )";
  const TrainingSpec decay =
      training_of(eight + "lm.decay { every = 3, factor = 0.5, warm_up = 0.5 }");
  CHECK(decay.schedule.kind == Kind::step);
  const learn::Schedule steps = decay.schedule.in_steps(10);
  CHECK(steps.share(0) == 0.2);
  CHECK(steps.share(34) == 1);
  CHECK(steps.share(35) == 0.5);
  const auto cosine = [&](const std::string& text) {
    const std::string whole = replaced(with_training(eight + text), "passes = 1,", "passes = 8,");
    return load_text(whole).training->schedule;
  };
  CHECK(cosine("lm.cosine {}").period == 8);
  CHECK(cosine("lm.cosine { warm_up = 2 }").period == 6);
  CHECK(cosine("lm.cosine { warm_up = 2, passes = 3 }").period == 3);
  CHECK(training_of(eight + "lm.constant { warm_up = 1 }").schedule.in_steps(4).share(0) == 0.25);
}

TEST_CASE("what training cannot be is refused where it is written") {
  const auto refused = [](const std::string& more, const char* why) {
    CAPTURE(more);
    CHECK(contains(error_of(with_training(more)), why));
  };
  refused(R"(, optimiser = "adamw")", "did you mean 'adam'?");
  refused(R"(, loss = "reconstruction")", "'loss' in training{}");
  refused(", schedule = lm.cosine { warm_up = 1 }",
          "expected less than the 1 passes of training{}");
  refused(", schedule = lm.decay {}", "'every'");
  refused(", schedule = lm.iid {}", "'schedule' in training{}");
}
