#include "models/learn/pass.hpp"

#include <algorithm>

#include "models/learn/fit.hpp"
#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

constexpr std::size_t kLanes = kernels::kLanes;

StepAtOnce part_of(const StepAtOnce& whole, std::size_t first) {
  return {whole.rule, whole.weights + first, whole.velocity + first};
}

}  // namespace

PackedWeights::PackedWeights(const Network& network)
    : network_(network),
      arranged_(network.arranged_size()),
      forward_(network.steps().size()),
      back_(network.steps().size()) {
  for (std::size_t i = 0; i < forward_.size(); ++i) {
    const Step& step = network.steps()[i];
    forward_[i].resize(step.operation->buffers().packed);
    if (step.passes_slope()) back_[i].resize(step.operation->buffers().packed_back);
  }
}

void PackedWeights::set(std::span<const float> parameters, bool backward) {
  SIM_CHECK(parameters.size() == network_.parameter_count(), "parameters of another network");
  network_.arrange(parameters.data(), arranged_.data());
  pack(backward);
}

void PackedWeights::pack(bool backward) {
  for (std::size_t i = 0; i < forward_.size(); ++i) {
    const Step& step = network_.steps()[i];
    if (forward_[i].empty()) continue;
    step.operation->pack(arranged_.data() + step.first_arranged, forward_[i].data(),
                         backward && step.passes_slope() ? back_[i].data() : nullptr);
  }
}

Pass::Pass(const Network& network, bool training)
    : network_(network),
      training_(training),
      activation_(network.shapes().size()),
      slope_(network.shapes().size()),
      kept_(network.steps().size()),
      back_(network.steps().size()),
      known_(network.shapes().size()),
      has_slope_(network.shapes().size()) {
  size_buffers();
  if (training_) size_scratch();
}

void Pass::size_buffers() {
  for (ValueId v = 0; v < activation_.size(); ++v) {
    activation_[v].resize(floats(v));
    if (training_ && v > 0) slope_[v].resize(floats(v));
  }
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    const Step& step = network_.steps()[i];
    const BufferSizes sizes = step.operation->buffers();
    kept_[i].resize(sizes.kept);
    if (training_ && step.passes_slope()) back_[i].resize(sizes.back);
  }
}

// Slopes of values that have one already go through scratch; few do.
void Pass::size_scratch() {
  for (const Step& step : network_.steps())
    for (std::size_t k = 0; k < step.inputs.size(); ++k) {
      if (scratch_.size() <= k) scratch_.emplace_back();
      if (scratch_[k].size() < floats(step.inputs[k])) scratch_[k].resize(floats(step.inputs[k]));
    }
}

std::size_t Pass::floats(ValueId value) const {
  return static_cast<std::size_t>(network_.shapes()[value].elements()) * kLanes;
}

void Pass::set_images(const Dataset& data, std::span<const std::uint32_t> images) {
  check_takes(network_, data);
  images_ = static_cast<int>(images.size());
  data.fill(network_.kernels(), images, activation_[0].data());
}

void Pass::set_value(ValueId at, std::span<const float* const> rows) {
  SIM_CHECK(!rows.empty() && rows.size() <= kLanes, "a pass takes 1 to 16 images");
  images_ = static_cast<int>(rows.size());
  const std::size_t elements = activation_[at].size() / kLanes;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const float* row = rows[lane < rows.size() ? lane : 0];
    for (std::size_t i = 0; i < elements; ++i) activation_[at][i * kLanes + lane] = row[i];
  }
}

bool Pass::ready(const Step& step) const {
  return std::all_of(step.inputs.begin(), step.inputs.end(),
                     [this](ValueId input) { return known_[input]; });
}

void Pass::forward(const PackedWeights& weights, ValueId from, std::uint64_t random) {
  std::fill(known_.begin(), known_.end(), false);
  known_[from] = true;
  for (std::size_t i = 0; i < network_.steps().size(); ++i) {
    const Step& step = network_.steps()[i];
    if (known_[step.output] || !ready(step)) continue;
    run(weights, i, random);
    known_[step.output] = true;
  }
}

void Pass::point_at_inputs(const Step& step) {
  in_.clear();
  for (const ValueId input : step.inputs) in_.push_back(activation_[input].data());
}

void Pass::run(const PackedWeights& weights, std::size_t i, std::uint64_t random) {
  const Step& step = network_.steps()[i];
  point_at_inputs(step);
  step.operation->forward({network_.kernels(), in_, activation_[step.output].data(),
                           weights.arranged_.data() + step.first_arranged,
                           weights.forward_[i].data(), kept_[i].data(), images_, training_,
                           random});
}

float* Pass::exit_slope(std::size_t exit) {
  const ValueId value = network_.exit_value(exit);
  has_slope_[value] = true;
  return slope_[value].data();
}

void Pass::backward(const PackedWeights& weights, float* gradient, float share,
                    const Stepper* stepper) {
  for (std::size_t i = network_.steps().size(); i-- > 0;)
    run_back(weights, i, gradient, share, stepper);
  std::fill(has_slope_.begin(), has_slope_.end(), false);
}

// Where a value has several readers, the first writes its slope and the others add.
void Pass::point_at_slopes(const Step& step) {
  in_slope_.clear();
  for (std::size_t k = 0; k < step.inputs.size(); ++k) {
    const ValueId input = step.inputs[k];
    float* own = has_slope_[input] ? scratch_[k].data() : slope_[input].data();
    in_slope_.push_back(step.wants_slope[k] ? own : nullptr);
    if (step.wants_slope[k]) has_slope_[input] = true;
  }
}

void Pass::run_back(const PackedWeights& weights, std::size_t i, float* gradient, float share,
                    const Stepper* stepper) {
  const Step& step = network_.steps()[i];
  SIM_CHECK(has_slope_[step.output], "an operation that no exit follows");
  point_at_inputs(step);
  point_at_slopes(step);
  const bool at_once = stepper != nullptr && step.operation->steps_at_once();
  step.operation->backward(
      {network_.kernels(), in_, activation_[step.output].data(), slope_[step.output].data(),
       in_slope_, weights.arranged_.data() + step.first_arranged, weights.forward_[i].data(),
       weights.back_[i].data(), kept_[i].data(), back_[i].data(), gradient + step.first_arranged,
       at_once ? part_of(stepper->whole, step.first_arranged) : StepAtOnce(), images_, share});
  if (stepper != nullptr && !at_once) stepper->part(step.first_arranged, step.arranged);
  for (std::size_t k = 0; k < step.inputs.size(); ++k)
    if (in_slope_[k] == scratch_[k].data() && in_slope_[k] != nullptr)
      network_.kernels().add(floats(step.inputs[k]), scratch_[k].data(),
                             slope_[step.inputs[k]].data());
}

}  // namespace lastmile::learn
