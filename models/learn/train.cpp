#include "models/learn/train.hpp"

#include <algorithm>
#include <bit>

#include "models/learn/partition_data.hpp"
#include "models/learn/trainer.hpp"
#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

/// A training from its first batch to its last.
class Training {
 public:
  Training(const Network& network, std::vector<float> parameters, const Dataset& data,
           const SgdOptions& options, ThreadPool* pool, const std::vector<float>& velocity)
      : network_(network),
        options_(options),
        trainer_(network, data, options, pool),
        optimiser_(network, options, velocity.empty() ? 0 : options.optimiser.first_step),
        parameters_(std::move(parameters)),
        velocity_(velocity) {
    const std::size_t size = optimiser_.state_vectors() * network.parameter_count();
    SIM_CHECK(velocity_.empty() || velocity_.size() == size,
              "velocity of another network or optimiser");
    velocity_.resize(size, 0.0F);
    state_ = kernels::Floats(optimiser_.state_vectors() * network.arranged_size(), 0.0F);
  }

  TrainResult run(const Rule& rule, std::span<const std::uint32_t> samples,
                  RandomStream shuffle_stream) {
    start(rule);
    TrainResult result;
    for (int epoch = 0; epoch < options_.epochs; ++epoch)
      result.epoch_loss.push_back(pass(rule, samples, shuffle_stream));
    if (!result.epoch_loss.empty()) result.mean_loss = result.epoch_loss.back();
    take_flat();
    result.parameters = std::move(parameters_);
    result.velocity = std::move(velocity_);
    result.next_step = optimiser_.step();
    result.random = std::bit_cast<RandomState>(shuffle_stream);
    return result;
  }

 private:
  void start(const Rule& rule) {
    if (rule) rule(parameters_, first_of_state());
    give_flat();
    if (options_.proximal > 0)
      optimiser_.pull_to({trainer_.weights(), trainer_.weights() + network_.arranged_size()});
  }

  /// Mean loss of the samples as they are met.
  double pass(const Rule& rule, std::span<const std::uint32_t> samples,
              RandomStream& shuffle_stream) {
    RandomStream dropout = shuffle_stream;  // a copy: its draws shift nobody's
    std::vector<std::uint32_t> order(samples.begin(), samples.end());
    shuffle(order, shuffle_stream);
    const auto size = static_cast<std::size_t>(options_.batch);
    double loss = 0;
    for (std::size_t at = 0; at < order.size(); at += size) {
      const auto batch = std::span(order).subspan(at, std::min(size, order.size() - at));
      loss += trainer_.step(batch, dropout.next_u64(), optimiser_, state_.data());
      if (!rule) continue;
      take_flat();
      rule(parameters_, first_of_state());
      give_flat();
    }
    return loss / static_cast<double>(order.size());
  }

  [[nodiscard]] std::span<float> first_of_state() {
    return std::span(velocity_).first(network_.parameter_count());
  }

  /// Weights and state from the order of the layout to that of the kernels.
  void give_flat() {
    trainer_.start(parameters_);
    for (std::size_t i = 0; i < optimiser_.state_vectors(); ++i)
      network_.arrange(velocity_.data() + i * network_.parameter_count(),
                       state_.data() + i * network_.arranged_size());
  }

  void take_flat() {
    network_.restore(trainer_.weights(), parameters_.data());
    for (std::size_t i = 0; i < optimiser_.state_vectors(); ++i)
      network_.restore(state_.data() + i * network_.arranged_size(),
                       velocity_.data() + i * network_.parameter_count());
  }

  const Network& network_;
  const SgdOptions& options_;
  Trainer trainer_;
  Optimiser optimiser_;
  std::vector<float> parameters_, velocity_;  // in the order of the layout
  kernels::Floats state_;                     // in that of the kernels
};

}  // namespace

TrainResult train(const Network& network, std::vector<float> parameters, const Dataset& data,
                  std::span<const std::uint32_t> samples, const SgdOptions& options,
                  RandomStream shuffle_stream, ThreadPool* pool, std::vector<float> velocity) {
  return train_under({}, network, std::move(parameters), data, samples, options, shuffle_stream,
                     pool, std::move(velocity));
}

TrainResult train_under(const Rule& rule, const Network& network, std::vector<float> parameters,
                        const Dataset& data, std::span<const std::uint32_t> samples,
                        const SgdOptions& options, RandomStream shuffle_stream, ThreadPool* pool,
                        std::vector<float> velocity) {
  if (samples.empty()) throw ConfigError("training: no samples");
  Training training(network, std::move(parameters), data, options, pool, velocity);
  return training.run(rule, samples, shuffle_stream);
}

double loss_gradient(const Network& network, std::span<const float> parameters, const Dataset& data,
                     std::span<const std::uint32_t> samples, const SgdOptions& options,
                     std::vector<float>& gradient, ThreadPool* pool) {
  if (samples.empty()) throw ConfigError("training: no samples");
  Trainer trainer(network, data, options, pool);
  trainer.start(parameters);
  const double loss = trainer.gradient(samples);
  gradient.resize(network.parameter_count());
  network.restore(trainer.total().data(), gradient.data());
  for (const ParameterRange& range : network.layout())
    if (range.statistic) std::fill_n(&gradient[range.first], range.count, 0.0F);
  return loss / static_cast<double>(samples.size());
}

}  // namespace lastmile::learn
