// What options of training may be, and their place in the keys of the work cache.
#include <string>

#include "models/learn/fit.hpp"
#include "models/learn/train.hpp"
#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

void require(bool holds, const std::string& what) {
  if (!holds) throw ConfigError("training: " + what);
}

void check_steps(const SgdOptions& o, std::size_t exits) {
  require(o.epochs >= 0, "epochs = " + std::to_string(o.epochs) + ": must not be negative");
  require(o.batch >= 1, "batch = " + std::to_string(o.batch) + ": must be at least 1");
  require(o.learning_rate > 0,
          "learning_rate = " + std::to_string(o.learning_rate) + ": must be above 0");
  require(o.momentum >= 0 && o.momentum < 1,
          "momentum = " + std::to_string(o.momentum) + ": must be in [0, 1)");
  require(o.weight_decay >= 0,
          "weight_decay = " + std::to_string(o.weight_decay) + ": must not be negative");
  require(o.clip_norm >= 0,
          "clip_norm = " + std::to_string(o.clip_norm) + ": must not be negative");
  require(o.proximal >= 0, "proximal = " + std::to_string(o.proximal) + ": must not be negative");
  require(o.exit_weights.empty() || o.exit_weights.size() == exits,
          std::to_string(o.exit_weights.size()) + " exit weights for " + std::to_string(exits) +
              " exits");
  require(o.optimiser.second_decay >= 0 && o.optimiser.second_decay < 1,
          "second_decay = " + std::to_string(o.optimiser.second_decay) + ": must be in [0, 1)");
  require(o.optimiser.epsilon > 0,
          "epsilon = " + std::to_string(o.optimiser.epsilon) + ": must be above 0");
  require(o.optimiser.schedule.period >= 1, "schedule period = 0: must be at least 1");
}

void check_loss(const LossOptions& o, std::size_t answers) {
  require(o.distilled >= 0 && o.distilled <= 1,
          "distilled = " + std::to_string(o.distilled) + ": must be in [0, 1]");
  require(o.temperature > 0,
          "temperature = " + std::to_string(o.temperature) + ": must be above 0");
  require(o.distilled == 0 || o.teacher.size() == answers,
          std::to_string(o.teacher.size()) + " logits of a teacher for " + std::to_string(answers) +
              " answers");
}

}  // namespace

void SgdOptions::check(const Network& network, const Dataset& data) const {
  check_steps(*this, network.exits());
  if (loss.kind == LossOptions::Kind::reconstruction) {
    require(loss.entropy == 0 && loss.distilled == 0,
            "a network that gives back its input has no classes: no entropy and no teacher");
    check_takes(network, data);
    check_gives_back(network);
    return;
  }
  check_loss(loss, data.size() * network.places() * static_cast<std::size_t>(network.classes()));
  check_answers(network, data);
}

void SgdOptions::describe(Hasher& hash) const {
  hash.add(epochs).add(batch).add(learning_rate).add(momentum).add(weight_decay).add(clip_norm);
  hash.add(proximal);
  hash.add(exit_weights).add(static_cast<int>(loss.kind)).add(loss.entropy).add(loss.distilled);
  hash.add(loss.temperature).add(loss.teacher).add(static_cast<int>(optimiser.kind));
  hash.add(optimiser.second_decay).add(optimiser.epsilon).add(optimiser.decoupled_decay);
  hash.add(optimiser.first_step).add(static_cast<int>(optimiser.schedule.kind));
  hash.add(optimiser.schedule.warm_up)
      .add(optimiser.schedule.period)
      .add(optimiser.schedule.factor);
}

}  // namespace lastmile::learn
