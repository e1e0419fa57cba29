#include "models/learn/train.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

#include "models/learn/partition_data.hpp"
#include "models/learn/pass.hpp"
#include "models/learn/softmax.hpp"
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
}

constexpr float kStatisticRate = 0.1F;  // of running means

/// A step of gradient descent; statistics follow what they were in the batch.
class Updater {
 public:
  Updater(const Network& network, const SgdOptions& options)
      : kernels_(network.kernels()),
        clip_(options.clip_norm),
        step_{0, static_cast<float>(options.learning_rate), static_cast<float>(options.momentum),
              static_cast<float>(options.weight_decay)} {
    for (const ParameterRange& range : network.layout()) {
      if (runs_.empty() || runs_.back().statistic != range.statistic)
        runs_.push_back({range.first, 0, range.statistic});
      runs_.back().count += range.count;
    }
  }

  void update(float* gradient, float* velocity, float* weights) const {
    if (clip_ > 0) clip(gradient);
    for (const Run& run : runs_) {
      const std::size_t first = run.first;
      if (run.statistic) {
        for (std::size_t i = first; i < first + run.count; ++i)
          weights[i] += kStatisticRate * (gradient[i] - weights[i]);
      } else {
        kernels::SgdStep step = step_;
        step.count = run.count;
        kernels_.sgd(step, gradient + first, velocity + first, weights + first);
      }
    }
  }

 private:
  struct Run {
    std::size_t first;
    std::size_t count;
    bool statistic;
  };

  void clip(float* gradient) const {
    double square = 0;
    each_trained([&](std::size_t i) {
      square += static_cast<double>(gradient[i]) * static_cast<double>(gradient[i]);
    });
    const double length = std::sqrt(square);
    if (length <= clip_) return;
    const float factor = static_cast<float>(clip_ / length);
    each_trained([&](std::size_t i) { gradient[i] *= factor; });
  }

  template <class F>
  void each_trained(F f) const {
    for (const Run& run : runs_)
      for (std::size_t i = run.first; !run.statistic && i < run.first + run.count; ++i) f(i);
  }

  const kernels::LaneKernels& kernels_;
  double clip_;
  kernels::SgdStep step_;
  std::vector<Run> runs_;  // neighbours alike joined
};

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
        exit_weights_(options.exit_weights) {
    check_options(options, network.exits());
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
    Softmax softmax(classes);
    double loss = 0;
    std::fill(slope, slope + classes * kLanes, 0.0F);
    for (std::size_t lane = 0; lane < images.size(); ++lane) {
      const auto label = static_cast<std::size_t>(data_.label(images[lane]));
      softmax.set(logits + lane, kLanes);
      loss += softmax.loss(logits + lane, kLanes, label);
      for (std::size_t c = 0; c < classes; ++c)
        slope[c * kLanes + lane] =
            static_cast<float>((softmax.probability(c) - (c == label ? 1.0 : 0.0)) * scale);
    }
    return loss;
  }

  const Network& network_;
  const Dataset& data_;
  ThreadPool* pool_;
  PackedWeights weights_;
  std::vector<double> exit_weights_;
  std::vector<std::unique_ptr<Group>> groups_;
};

}  // namespace

TrainResult train(const Network& network, std::vector<float> parameters, const Dataset& data,
                  std::span<const std::uint32_t> samples, const SgdOptions& options,
                  RandomStream shuffle_stream, ThreadPool* pool, std::vector<float> velocity) {
  require(!samples.empty(), "no samples");
  SIM_CHECK(velocity.empty() || velocity.size() == parameters.size(),
            "velocity of another network");
  velocity.resize(parameters.size(), 0.0F);
  Trainer trainer(network, data, options, pool);
  const Updater updater(network, options);
  RandomStream dropout = shuffle_stream;  // a copy: its draws shift nobody's
  const auto size = static_cast<std::size_t>(options.batch);
  TrainResult result;
  for (int epoch = 0; epoch < options.epochs; ++epoch) {
    std::vector<std::uint32_t> order(samples.begin(), samples.end());
    shuffle(order, shuffle_stream);
    double loss = 0;
    for (std::size_t at = 0; at < order.size(); at += size) {
      const auto batch = std::span(order).subspan(at, std::min(size, order.size() - at));
      loss += trainer.gradient(parameters, batch, dropout.next_u64());
      updater.update(trainer.total().data(), velocity.data(), parameters.data());
    }
    result.epoch_loss.push_back(loss / static_cast<double>(order.size()));
  }
  if (!result.epoch_loss.empty()) result.mean_loss = result.epoch_loss.back();
  result.parameters = std::move(parameters);
  result.velocity = std::move(velocity);
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
