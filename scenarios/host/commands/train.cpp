// lastmile train: a network learns from data and is written with its weights.
#include <bit>
#include <cstdio>
#include <filesystem>
#include <numeric>

#include "models/learn/checkpoint.hpp"
#include "models/learn/trained_network.hpp"
#include "models/network.hpp"
#include "models/onnx/export.hpp"
#include "scenarios/host/commands/import_files.hpp"
#include "scenarios/host/data_option.hpp"
#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

double number(const Arguments& arguments, const std::string& option, double otherwise,
              double most) {
  const auto text = arguments.text(option);
  const double value = text ? parse_number(*text) : otherwise;
  if (value >= 0 && value <= most) return value;
  throw ConfigError("--" + option + " " + *text + ": must be from 0 to " + exact_number(most));
}

learn::SgdOptions sgd_options(const Arguments& arguments, std::size_t exits) {
  learn::SgdOptions sgd;
  sgd.batch = static_cast<int>(arguments.count("batch", 1).value_or(32));
  sgd.learning_rate = number(arguments, "rate", 0.01, 100);
  sgd.momentum = number(arguments, "momentum", 0.9, 1);
  sgd.weight_decay = number(arguments, "decay", 0, 1);
  sgd.clip_norm = number(arguments, "clip", 3, 1e6);
  sgd.exit_weights.assign(exits, number(arguments, "exit-weight", 1, 100));
  sgd.exit_weights.back() = 1;
  return sgd;
}

/// Of the file, if it has any and --anew does not forbid it; else drawn.
std::vector<float> first_parameters(const Arguments& arguments, const models::Imported& file,
                                    const learn::Network& network, std::uint64_t seed) {
  if (!arguments.has("anew")) {
    std::vector<float> own = learn::parameters_of(file, network);
    if (!own.empty()) return own;
  }
  return network.initial_parameters(RandomStream(seed, "weights"));
}

models::Imported network_given(const std::string& name) {
  if (models::is_network_file(name)) return models::import_network(name, {});
  return {models::network(name), {}, {}, "zoo"};
}

/// Pass by pass, so that a checkpoint holds the last that is complete.
class Training {
 public:
  Training(const Arguments& arguments, const models::Imported& file)
      : seed_(static_cast<std::uint64_t>(arguments.count("seed", 0).value_or(1))),
        checkpoint_(arguments.text("checkpoint")),
        network_(file.graph),
        data_(data_given(arguments, "train", network_)),
        pool_(arguments.count_or_cores("threads")),
        sgd_(sgd_options(arguments, network_.exits())),
        samples_(data_.size()) {
    std::iota(samples_.begin(), samples_.end(), 0U);
    state_.parameters = first_parameters(arguments, file, network_, seed_);
    if (checkpoint_ && std::filesystem::exists(*checkpoint_)) go_on();
  }

  void run(std::int64_t passes) {
    for (std::int64_t pass = done() + 1; pass <= passes; ++pass) {
      sgd_.optimiser.first_step = state_.next_step;
      const RandomStream shuffle = state_.next_step == 0
                                       ? RandomStream(seed_, "shuffle")
                                       : std::bit_cast<RandomStream>(state_.random);
      state_ = learn::train(network_, std::move(state_.parameters), data_, samples_, sgd_, shuffle,
                            &pool_, std::move(state_.velocity));
      std::printf("pass %lld of %lld: loss %.4f\n", static_cast<long long>(pass),
                  static_cast<long long>(passes), state_.mean_loss);
      std::fflush(stdout);
      if (checkpoint_) learn::save_checkpoint(*checkpoint_, network_, state_);
    }
  }

  [[nodiscard]] const std::vector<float>& parameters() const { return state_.parameters; }

 private:
  void go_on() {
    learn::Checkpoint kept = learn::load_checkpoint(*checkpoint_, network_);
    state_.parameters = std::move(kept.parameters);
    state_.velocity = std::move(kept.velocity);
    state_.next_step = kept.step;
    state_.random = std::bit_cast<learn::RandomState>(kept.shuffle);
  }

  [[nodiscard]] std::int64_t done() const {
    const auto batch = static_cast<std::size_t>(sgd_.batch);
    const std::size_t steps = (samples_.size() + batch - 1) / batch;
    if (state_.next_step % steps == 0) return static_cast<std::int64_t>(state_.next_step / steps);
    throw ConfigError("checkpoint '" + *checkpoint_ + "': " + std::to_string(state_.next_step) +
                      " steps are no whole passes of " + std::to_string(steps) +
                      " steps over this data");
  }

  std::uint64_t seed_;
  std::optional<std::string> checkpoint_;
  learn::Network network_;
  learn::Dataset data_;
  learn::ThreadPool pool_;
  learn::SgdOptions sgd_;
  std::vector<std::uint32_t> samples_;
  learn::TrainResult state_;
};

int run(const Arguments& arguments) {
  const auto passes = arguments.count("passes", 1);
  const auto target = arguments.text("out");
  if (!passes || !target)
    throw ConfigError(std::string("lastmile train: --") + (target ? "passes" : "out") +
                      " is missing");
  check_writable(*target);
  const models::Imported file = network_given(arguments.positional());
  static_cast<void>(
      models::export_onnx(file.graph, {}));  // an operator that ONNX lacks: said before, not after
  Training training(arguments, file);
  training.run(*passes);
  write_whole_file(*target, learn::onnx_of(file.graph, training.parameters()));
  std::printf("written %s\n", target->c_str());
  return kDone;
}

}  // namespace

Verb train_verb() {
  std::vector<OptionSpec> options = data_options("train");
  const std::vector<OptionSpec> own = {
      {"out", "FILE", "the trained network as ONNX, its exits as outputs"},
      {"passes", "N", "over every sample"},
      {"batch", "N", "samples in a step; default 32"},
      {"rate", "R", "step size; default 0.01"},
      {"momentum", "SHARE", "kept from step to step; default 0.9"},
      {"decay", "D", "of weights; default 0"},
      {"clip", "LENGTH", "longer gradients are shortened to it; default 3, 0: never"},
      {"exit-weight", "W", "of early exits' loss; default 1"},
      {"anew", "", "from drawn weights, though NETWORK's file has some"},
      {"checkpoint", "FILE", "written after each pass; where it exists, training goes on from it"},
      {"threads", "N", "default: as many as cores; results do not depend on it"}};
  options.insert(options.begin(), own.begin(), own.end());
  return {{"train", "NETWORK",
           "teaches a network (of `list zoo`, or a file) and writes it with its weights", options},
          run};
}

}  // namespace lastmile::scenarios
