// How the network learns.
#include "scenarios/host/build.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

using Kind = learn::Schedule::Kind;

/// In passes, of so many.
learn::PassSchedule schedule(const Value& made, double passes) {
  const Parameters given = parameters_of(made);
  learn::PassSchedule schedule;
  schedule.warm_up = given.number("warm_up");
  if (made.tag == "decay") {
    schedule.kind = Kind::step;
    schedule.period = given.number("every");
    schedule.factor = given.number("factor");
  } else if (made.tag == "cosine") {
    schedule.kind = Kind::cosine;
    schedule.period = given.has("passes") ? given.number("passes") : passes - schedule.warm_up;
    if (schedule.period <= 0)
      fail_at(given.place("warm_up"), "'warm_up' in cosine{}: expected less than the " +
                                          std::to_string(static_cast<int>(passes)) +
                                          " passes of training{}");
  }
  return schedule;
}

void set_optimiser(learn::SgdOptions& sgd, const Parameters& given) {
  const bool adam = given.text("optimiser") == "adam";
  if (adam) sgd.optimiser.kind = learn::OptimiserOptions::Kind::adam;
  sgd.momentum = given.has("momentum") ? given.number("momentum") : (adam ? 0.9 : 0);
  sgd.optimiser.decoupled_decay = given.flag("decoupled_decay");
}

void set_loss(learn::LossOptions& loss, const Parameters& given) {
  if (given.text("loss") == "squared_error") loss.kind = learn::LossOptions::Kind::squared_error;
  loss.entropy = given.number("entropy");
}

}  // namespace

TrainingSpec training_spec(const Parameters& given) {
  TrainingSpec training;
  learn::SgdOptions& sgd = training.sgd;
  sgd.epochs = static_cast<int>(given.count("passes"));
  sgd.batch = static_cast<int>(given.count("batch"));
  sgd.learning_rate = given.number("learning_rate");
  sgd.weight_decay = given.number("weight_decay");
  sgd.clip_norm = given.number("clip_norm");
  set_optimiser(sgd, given);
  set_loss(sgd.loss, given);
  if (given.has("schedule")) training.schedule = schedule(given.raw("schedule"), sgd.epochs);
  training.exit_weight = given.number("exit_weight");
  return training;
}

}  // namespace lastmile::scenarios
