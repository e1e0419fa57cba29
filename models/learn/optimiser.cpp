#include "models/learn/optimiser.hpp"

#include <algorithm>
#include <cmath>

#include "models/learn/train.hpp"
#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

constexpr float kStatisticRate = 0.1F;  // of running means

/// cos(x) for 0 <= x <= pi by its series around pi / 2: the same bits on every machine.
double portable_cosine(double x) {
  const double y = x - 1.5707963267948966, square = y * y;
  double term = y, sum = y;
  for (int k = 1; k < 14; ++k) {
    term *= -square / static_cast<double>(2 * k * (2 * k + 1));
    sum += term;
  }
  return -sum;
}

}  // namespace

double Schedule::share(std::uint64_t step) const {
  if (step < warm_up) return static_cast<double>(step + 1) / static_cast<double>(warm_up);
  const std::uint64_t since = step - warm_up;
  double share = 1;
  if (kind == Kind::step)
    for (std::uint64_t i = since / period; i > 0 && share > 0; --i) share *= factor;
  if (kind == Kind::cosine) {
    const double part = std::min(1.0, static_cast<double>(since) / static_cast<double>(period));
    share = (1 + portable_cosine(3.141592653589793 * part)) / 2;
  }
  return share;
}

Schedule PassSchedule::in_steps(std::size_t steps_each) const {
  const auto steps = [&](double passes) {
    return static_cast<std::uint64_t>(std::llround(passes * static_cast<double>(steps_each)));
  };
  return {kind, steps(warm_up), std::max<std::uint64_t>(steps(period), 1), factor};
}

Optimiser::Optimiser(const Network& network, const SgdOptions& options, std::uint64_t seen)
    : network_(network),
      options_(options.optimiser),
      rate_(options.learning_rate),
      momentum_(options.momentum),
      decay_(options.weight_decay),
      clip_(options.clip_norm),
      proximal_(options.proximal),
      step_(options.optimiser.first_step),
      seen_(seen) {
  for (const ParameterRange& range : network.layout()) {
    if (runs_.empty() || runs_.back().statistic != range.statistic)
      runs_.push_back({range.first, 0, range.statistic});
    runs_.back().count += range.count;
  }
}

std::size_t Optimiser::state_size() const {
  return network_.parameter_count() * (options_.kind == OptimiserOptions::Kind::adam ? 2 : 1);
}

void Optimiser::update(float* gradient, float* state, float* weights) {
  if (proximal_ > 0) pull(gradient, weights);
  if (clip_ > 0) clip(gradient);
  const float rate = static_cast<float>(rate_ * options_.schedule.share(step_));
  const float decay = static_cast<float>(decay_);
  for (const Run& run : runs_) {
    float *w = weights + run.first, *g = gradient + run.first;
    if (run.statistic) {
      for (std::size_t i = 0; i < run.count; ++i) w[i] += kStatisticRate * (g[i] - w[i]);
      continue;
    }
    if (options_.decoupled_decay)
      for (std::size_t i = 0; i < run.count; ++i) w[i] -= rate * decay * w[i];
    if (options_.kind == OptimiserOptions::Kind::adam)
      adam(run, rate, g, state + run.first, w);
    else
      network_.kernels().sgd(
          {run.count, rate, static_cast<float>(momentum_), options_.decoupled_decay ? 0.0F : decay},
          g, state + run.first, w);
  }
  ++step_;
  ++seen_;
}

void Optimiser::adam(const Run& run, float rate, const float* gradient, float* first,
                     float* weights) const {
  float* second = first + network_.parameter_count();
  const double steps = static_cast<double>(seen_ + 1);
  const auto open = [&](double kept) {
    return static_cast<float>(1 / (1 - portable_pow(kept, steps)));
  };
  const float m = static_cast<float>(momentum_), n = static_cast<float>(options_.second_decay);
  const float open_m = momentum_ > 0 ? open(momentum_) : 1.0F, open_n = open(options_.second_decay);
  const float decay = options_.decoupled_decay ? 0.0F : static_cast<float>(decay_);
  const float epsilon = static_cast<float>(options_.epsilon);
  for (std::size_t i = 0; i < run.count; ++i) {
    const float g = gradient[i] + decay * weights[i];
    first[i] = m * first[i] + (1 - m) * g;
    second[i] = n * second[i] + (1 - n) * (g * g);
    weights[i] -= rate * (first[i] * open_m) / (std::sqrt(second[i] * open_n) + epsilon);
  }
}

void Optimiser::pull(float* gradient, const float* weights) const {
  SIM_CHECK(anchor_.size() == network_.parameter_count(), "a proximal term without pull_to()");
  const float mu = static_cast<float>(proximal_);
  each_trained([&](std::size_t i) { gradient[i] += mu * (weights[i] - anchor_[i]); });
}

void Optimiser::clip(float* gradient) const {
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
void Optimiser::each_trained(F f) const {
  for (const Run& run : runs_)
    for (std::size_t i = run.first; !run.statistic && i < run.first + run.count; ++i) f(i);
}

}  // namespace lastmile::learn
