#include "models/learn/train.hpp"

#include <algorithm>
#include <bit>
#include <memory>
#include <string>

#include "models/learn/partition_data.hpp"
#include "models/learn/pass.hpp"
#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

constexpr std::size_t kLanes = kernels::kLanes;

void require(bool holds, const std::string& what) {
  if (!holds) throw ConfigError("training: " + what);
}

void check_options(const SgdOptions& o, std::size_t exits) {
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

/// One group's buffers and results.
struct Group {
  Group(const Network& network) : pass(network, true), gradient(network.parameter_count()) {}
  Pass pass;
  kernels::Floats gradient;
  double loss = 0;
};

class Trainer {
 public:
  Trainer(const Network& network, const Dataset& data, const SgdOptions& options, ThreadPool* pool)
      : network_(network),
        data_(data),
        pool_(pool),
        weights_(network),
        exit_weights_(options.exit_weights),
        loss_(options.loss) {
    check_options(options, network.exits());
    check_loss(loss_, data.size() * static_cast<std::size_t>(network.classes()));
    if (exit_weights_.empty()) exit_weights_.assign(network.exits(), 1.0);
    if (data.classes() > network.classes())
      throw ConfigError("data set '" + data.name() + "' has " + std::to_string(data.classes()) +
                        " classes, network '" + network.name() + "' tells " +
                        std::to_string(network.classes()) + " apart");
  }

  /// Sum (not mean) of the joint loss over the batch; the gradient is that of the mean.
  /// `random`: another number for every step.
  double gradient(std::span<const float> parameters, std::span<const std::uint32_t> batch,
                  std::uint64_t random = 0) {
    const std::size_t count = (batch.size() + kLanes - 1) / kLanes;
    while (groups_.size() < count) groups_.push_back(std::make_unique<Group>(network_));
    weights_.set(parameters, true);
    parallel_for(pool_, count, [&](std::size_t i) {
      const std::size_t start = i * kLanes;
      run_group(*groups_[i], batch.subspan(start, std::min(kLanes, batch.size() - start)),
                batch.size(), mix(random, i));
    });
    double loss = groups_[0]->loss;
    for (std::size_t i = 1; i < count; ++i) {
      loss += groups_[i]->loss;
      network_.kernels().add(network_.parameter_count(), groups_[i]->gradient.data(),
                             total().data());
    }
    return loss;
  }

  kernels::Floats& total() { return groups_[0]->gradient; }

 private:
  void run_group(Group& group, std::span<const std::uint32_t> images, std::size_t batch,
                 std::uint64_t random) const {
    group.pass.set_images(data_, images);
    group.pass.forward(weights_, 0, random);
    group.loss = 0;
    for (std::size_t exit = 0; exit < network_.exits(); ++exit)
      group.loss += exit_weights_[exit] * set_exit_slope(group.pass, exit, images, batch);
    group.pass.backward(weights_, group.gradient.data(),
                        static_cast<float>(images.size()) / static_cast<float>(batch));
  }

  double set_exit_slope(Pass& pass, std::size_t exit, std::span<const std::uint32_t> images,
                        std::size_t batch) const {
    const float* logits = pass.value(network_.exit_value(exit));
    float* slope = pass.exit_slope(exit);
    const std::size_t classes = static_cast<std::size_t>(network_.classes());
    const double scale = exit_weights_[exit] / static_cast<double>(batch);
    Loss of(loss_, classes);
    double loss = 0;
    std::fill(slope, slope + classes * kLanes, 0.0F);
    for (std::size_t lane = 0; lane < images.size(); ++lane)
      loss += of.slope(logits + lane, kLanes, static_cast<std::size_t>(data_.label(images[lane])),
                       images[lane], scale, slope + lane);
    return loss;
  }

  const Network& network_;
  const Dataset& data_;
  ThreadPool* pool_;
  PackedWeights weights_;
  std::vector<double> exit_weights_;
  const LossOptions& loss_;
  std::vector<std::unique_ptr<Group>> groups_;
};

}  // namespace

void SgdOptions::describe(Hasher& hash) const {
  hash.add(epochs).add(batch).add(learning_rate).add(momentum).add(weight_decay).add(clip_norm);
  hash.add(exit_weights).add(static_cast<int>(loss.kind)).add(loss.entropy).add(loss.distilled);
  hash.add(loss.temperature).add(loss.teacher).add(static_cast<int>(optimiser.kind));
  hash.add(optimiser.second_decay).add(optimiser.epsilon).add(optimiser.decoupled_decay);
  hash.add(optimiser.first_step).add(static_cast<int>(optimiser.schedule.kind));
  hash.add(optimiser.schedule.warm_up)
      .add(optimiser.schedule.period)
      .add(optimiser.schedule.factor);
}

TrainResult train(const Network& network, std::vector<float> parameters, const Dataset& data,
                  std::span<const std::uint32_t> samples, const SgdOptions& options,
                  RandomStream shuffle_stream, ThreadPool* pool, std::vector<float> velocity) {
  require(!samples.empty(), "no samples");
  Trainer trainer(network, data, options, pool);
  Optimiser optimiser(network, options);
  SIM_CHECK(velocity.empty() || velocity.size() == optimiser.state_size(),
            "velocity of another network or optimiser");
  velocity.resize(optimiser.state_size(), 0.0F);
  const auto size = static_cast<std::size_t>(options.batch);
  TrainResult result;
  for (int epoch = 0; epoch < options.epochs; ++epoch) {
    RandomStream dropout = shuffle_stream;  // a copy: its draws shift nobody's
    std::vector<std::uint32_t> order(samples.begin(), samples.end());
    shuffle(order, shuffle_stream);
    double loss = 0;
    for (std::size_t at = 0; at < order.size(); at += size) {
      const auto batch = std::span(order).subspan(at, std::min(size, order.size() - at));
      loss += trainer.gradient(parameters, batch, dropout.next_u64());
      optimiser.update(trainer.total().data(), velocity.data(), parameters.data());
    }
    result.epoch_loss.push_back(loss / static_cast<double>(order.size()));
  }
  if (!result.epoch_loss.empty()) result.mean_loss = result.epoch_loss.back();
  result.parameters = std::move(parameters);
  result.velocity = std::move(velocity);
  result.next_step = optimiser.step();
  result.random = std::bit_cast<RandomState>(shuffle_stream);
  return result;
}

double loss_gradient(const Network& network, std::span<const float> parameters, const Dataset& data,
                     std::span<const std::uint32_t> samples, const SgdOptions& options,
                     std::vector<float>& gradient, ThreadPool* pool) {
  require(!samples.empty(), "no samples");
  Trainer trainer(network, data, options, pool);
  const double loss = trainer.gradient(parameters, samples);
  gradient.assign(trainer.total().begin(), trainer.total().end());
  for (const ParameterRange& range : network.layout())
    if (range.statistic) std::fill_n(&gradient[range.first], range.count, 0.0F);
  return loss / static_cast<double>(samples.size());
}

}  // namespace lastmile::learn
