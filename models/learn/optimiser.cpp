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
  for (const Step& step : network.steps()) {
    std::size_t at = step.first_arranged;
    if (step.operation->arranged_size() > 0)
      add_run(at, step.arranged, false);
    else
      for (const ParameterBlock& block : step.operation->parameters()) {
        add_run(at, block.count(), block.statistic);
        at += block.count();
      }
  }
}

void Optimiser::add_run(std::size_t first, std::size_t count, bool statistic) {
  if (runs_.empty() || runs_.back().statistic != statistic ||
      runs_.back().first + runs_.back().count != first)
    runs_.push_back({first, 0, statistic});
  runs_.back().count += count;
}

std::size_t Optimiser::state_vectors() const {
  return options_.kind == OptimiserOptions::Kind::adam ? 2 : 1;
}

void Optimiser::update(std::size_t first, std::size_t count, const float* gradient, float* state,
                       float* weights) const {
  for (const Run& run : runs_) {
    const std::size_t from = std::max(first, run.first);
    const std::size_t to = std::min(first + count, run.first + run.count);
    if (from < to)
      update_run({from, to - from, run.statistic}, gradient + from, state + from, weights + from);
  }
}

void Optimiser::update_run(const Run& run, const float* g, float* state, float* w) const {
  if (run.statistic) {
    for (std::size_t i = 0; i < run.count; ++i) w[i] += kStatisticRate * (g[i] - w[i]);
    return;
  }
  kernels::SgdStep step = rule();
  const float decay = static_cast<float>(decay_);
  if (options_.decoupled_decay)
    for (std::size_t i = 0; i < run.count; ++i) w[i] -= step.rate * decay * w[i];
  step.count = run.count;
  if (options_.kind == OptimiserOptions::Kind::adam)
    adam(run, step.rate, g, state, w);
  else
    network_.kernels().sgd(step, g, state, w);
}

bool Optimiser::is_plain() const {
  return options_.kind == OptimiserOptions::Kind::sgd && !options_.decoupled_decay &&
         !wants_whole();
}

kernels::SgdStep Optimiser::rule() const {
  return {0, static_cast<float>(rate_ * options_.schedule.share(step_)),
          static_cast<float>(momentum_),
          options_.decoupled_decay ? 0.0F : static_cast<float>(decay_)};
}

void Optimiser::adam(const Run& run, float rate, const float* gradient, float* first,
                     float* weights) const {
  float* second = first + network_.arranged_size();
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

void Optimiser::prepare(float* gradient, const float* weights) const {
  if (proximal_ > 0) pull(gradient, weights);
  if (clip_ > 0) clip(gradient);
}

void Optimiser::pull(float* gradient, const float* weights) const {
  SIM_CHECK(anchor_.size() == network_.arranged_size(), "a proximal term without pull_to()");
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
