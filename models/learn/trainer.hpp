// What train() and loss_gradient() do with one batch (train.hpp, data sheet there).
#pragma once

#include <algorithm>
#include <functional>
#include <memory>

#include "models/learn/pass.hpp"
#include "models/learn/train.hpp"

namespace lastmile::learn {

/// Weights, their gradient over a batch, and steps along it. Keeps references to all it is given.
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

  void start(std::span<const float> parameters) { weights_.set(parameters, false); }
  [[nodiscard]] const float* weights() { return weights_.arranged(); }

  /// Sum (not mean) of the joint loss over the batch; the gradient is that of the mean.
  /// `random`: another number for every step.
  double gradient(std::span<const std::uint32_t> batch, std::uint64_t random = 0) {
    const double loss = run_groups(batch, random, nullptr);
    in_parts([this](std::size_t first, std::size_t count) { add_groups(first, count); });
    return loss;
  }

  /// The gradient, and the weights behind a step of the optimiser.
  double step(std::span<const std::uint32_t> batch, std::uint64_t random, Optimiser& optimiser,
              float* state) {
    const auto update = [&](std::size_t first, std::size_t count) {
      optimiser.update(first, count, total().data(), state, weights_.arranged());
    };
    double loss = 0;
    if (batch.size() <= kLanes && optimiser.is_plain()) {
      const Stepper stepper{{optimiser.rule(), weights_.arranged(), state}, update};
      loss = run_groups(batch, random, &stepper);
    } else if (optimiser.wants_whole()) {
      loss = gradient(batch, random);
      optimiser.prepare(total().data(), weights_.arranged());
      in_parts(update);
    } else {
      loss = run_groups(batch, random, nullptr);
      in_parts([&](std::size_t first, std::size_t count) {
        add_groups(first, count);
        update(first, count);
      });
    }
    optimiser.advance();
    return loss;
  }

  kernels::Floats& total() { return groups_[0]->gradient; }

 private:
  static constexpr std::size_t kLanes = kernels::kLanes;
  static constexpr std::size_t kPart = 8192;  // floats of a vector that are worked on at a time

  /// One group's buffers and results.
  struct Group {
    explicit Group(const Network& network)
        : pass(network, true), gradient(network.arranged_size()) {}
    Pass pass;
    kernels::Floats gradient;
    double loss = 0;
  };

  /// Each group's gradient; one group may step instead.
  double run_groups(std::span<const std::uint32_t> batch, std::uint64_t random,
                    const Stepper* stepper) {
    running_ = (batch.size() + kLanes - 1) / kLanes;
    while (groups_.size() < running_) groups_.push_back(std::make_unique<Group>(network_));
    weights_.pack(true);
    parallel_for(pool_, running_, [&](std::size_t i) {
      const std::size_t start = i * kLanes;
      run_group(*groups_[i], batch.subspan(start, std::min(kLanes, batch.size() - start)),
                batch.size(), mix(random, i), stepper);
    });
    double loss = groups_[0]->loss;
    for (std::size_t i = 1; i < running_; ++i) loss += groups_[i]->loss;
    return loss;
  }

  /// f(first, count) for parts of the arranged vector that fit into the cache.
  void in_parts(const std::function<void(std::size_t, std::size_t)>& f) const {
    const std::size_t size = network_.arranged_size();
    parallel_for(pool_, (size + kPart - 1) / kPart,
                 [&](std::size_t i) { f(i * kPart, std::min(kPart, size - i * kPart)); });
  }

  /// Adds the groups' gradients in their order, into the first one's.
  void add_groups(std::size_t first, std::size_t count) {
    for (std::size_t i = 1; i < running_; ++i)
      network_.kernels().add(count, groups_[i]->gradient.data() + first, total().data() + first);
  }

  void run_group(Group& group, std::span<const std::uint32_t> images, std::size_t batch,
                 std::uint64_t random, const Stepper* stepper) const {
    group.pass.set_images(data_, images);
    group.pass.forward(weights_, 0, random);
    group.loss = 0;
    for (std::size_t exit = 0; exit < network_.exits(); ++exit)
      group.loss += exit_weights_[exit] * set_exit_slope(group.pass, exit, images, batch);
    group.pass.backward(weights_, group.gradient.data(),
                        static_cast<float>(images.size()) / static_cast<float>(batch), stepper);
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
  std::size_t running_ = 0;  // of them, in this step
};

}  // namespace lastmile::learn
