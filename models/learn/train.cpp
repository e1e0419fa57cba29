#include "models/learn/train.hpp"

#include <algorithm>
#include <bit>
#include <memory>

#include "models/learn/partition_data.hpp"
#include "models/learn/pass.hpp"
#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

constexpr std::size_t kLanes = kernels::kLanes;

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
    options.check(network, data);
    if (exit_weights_.empty()) exit_weights_.assign(network.exits(), 1.0);
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
    const ValueId value = network_.exit_value(exit);
    float* slope = pass.exit_slope(exit);
    std::fill_n(slope, static_cast<std::size_t>(network_.shapes()[value].elements()) * kLanes,
                0.0F);
    const double scale = exit_weights_[exit] / static_cast<double>(batch);
    return loss_.kind == LossOptions::Kind::reconstruction
               ? gave_back(pass, pass.value(value), images.size(), scale, slope)
               : told(pass.value(value), images, scale, slope);
  }

  double gave_back(const Pass& pass, const float* output, std::size_t images, double scale,
                   float* slope) const {
    const auto elements = static_cast<std::size_t>(network_.input().elements());
    double loss = 0;
    for (std::size_t lane = 0; lane < images; ++lane)
      loss += reconstruction_slope(output + lane, pass.value(0) + lane, kLanes, elements, scale,
                                   slope + lane);
    return loss;
  }

  double told(const float* logits, std::span<const std::uint32_t> images, double scale,
              float* slope) const {
    const std::size_t places = network_.places();
    const double share = static_cast<double>(places);
    Loss of(loss_, static_cast<std::size_t>(network_.classes()));
    double loss = 0;
    for (std::size_t lane = 0; lane < images.size(); ++lane)
      for (std::size_t place = 0; place < places; ++place) {
        const std::size_t at = place * kLanes + lane;
        const auto label = static_cast<std::size_t>(data_.label(images[lane], place));
        loss += of.slope(logits + at, places * kLanes, label, images[lane] * places + place,
                         scale / share, slope + at) /
                share;
      }
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

TrainResult train(const Network& network, std::vector<float> parameters, const Dataset& data,
                  std::span<const std::uint32_t> samples, const SgdOptions& options,
                  RandomStream shuffle_stream, ThreadPool* pool, std::vector<float> velocity) {
  if (samples.empty()) throw ConfigError("training: no samples");
  Trainer trainer(network, data, options, pool);
  Optimiser optimiser(network, options, velocity.empty() ? 0 : options.optimiser.first_step);
  if (options.proximal > 0) optimiser.pull_to(parameters);
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
  if (samples.empty()) throw ConfigError("training: no samples");
  Trainer trainer(network, data, options, pool);
  const double loss = trainer.gradient(parameters, samples);
  gradient.assign(trainer.total().begin(), trainer.total().end());
  for (const ParameterRange& range : network.layout())
    if (range.statistic) std::fill_n(&gradient[range.first], range.count, 0.0F);
  return loss / static_cast<double>(samples.size());
}

}  // namespace lastmile::learn
