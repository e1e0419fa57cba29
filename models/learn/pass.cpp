#include "models/learn/pass.hpp"

#include <algorithm>
#include <array>

#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

constexpr std::size_t kLanes = kernels::kLanes;
constexpr float kByteScale = 4.0F / 255.0F;  // bytes to about mean 0 and variance 1
constexpr float kByteShift = -2.0F;

using Kind = Operation::Kind;

}  // namespace

PackedWeights::PackedWeights(const Network& network)
    : network_(network), forward_(network.operations().size()), back_(network.operations().size()) {
  for (std::size_t i = 0; i < forward_.size(); ++i) {
    const Operation& op = network.operations()[i];
    if (op.kind != Kind::product) continue;
    forward_[i].resize(op.plan->packed_size());
    if (op.passes_slope) back_[i].resize(op.plan->packed_back_size());
  }
}

void PackedWeights::set(std::span<const float> parameters, bool backward) {
  SIM_CHECK(parameters.size() == network_.parameter_count(), "parameters of another network");
  parameters_ = parameters;
  for (std::size_t i = 0; i < forward_.size(); ++i) {
    const Operation& op = network_.operations()[i];
    if (op.kind != Kind::product) continue;
    op.plan->pack(&parameters[op.weights], forward_[i].data());
    if (backward && op.passes_slope) op.plan->pack_back(&parameters[op.weights], back_[i].data());
  }
}

Pass::Pass(const Network& network, bool backward)
    : network_(network),
      activation_(network.shapes().size()),
      slope_(network.shapes().size()),
      padded_(network.operations().size()),
      spread_(network.operations().size()),
      known_(network.shapes().size()),
      has_slope_(network.shapes().size()) {
  std::size_t largest = 0;
  for (ValueId v = 0; v < activation_.size(); ++v) {
    activation_[v].resize(floats(v));
    if (backward && v > 0) slope_[v].resize(floats(v));
    largest = std::max(largest, floats(v));
  }
  if (backward) scratch_.resize(largest);
  for (std::size_t i = 0; i < padded_.size(); ++i) {
    const Operation& op = network.operations()[i];
    if (op.kind != Kind::product) continue;
    if (op.plan->pads()) padded_[i].resize(op.plan->padded_size());
    if (backward && op.passes_slope && op.plan->spreads())
      spread_[i].resize(op.plan->spread_size());
  }
}

std::size_t Pass::floats(ValueId value) const {
  return static_cast<std::size_t>(network_.shapes()[value].elements()) * kLanes;
}

void Pass::set_images(const Dataset& data, std::span<const std::uint32_t> images) {
  SIM_CHECK(!images.empty() && images.size() <= kLanes, "a pass takes 1 to 16 images");
  if (data.shape() != network_.input())
    throw ConfigError("data set '" + data.name() + "' has images of " + to_string(data.shape()) +
                      ", network '" + network_.name() + "' takes " + to_string(network_.input()));
  std::array<const std::uint8_t*, kLanes> lanes{};
  for (std::size_t i = 0; i < kLanes; ++i) lanes[i] = data.image(images[i < images.size() ? i : 0]);
  network_.kernels().from_bytes(data.image_bytes(), lanes.data(), kByteScale, kByteShift,
                                activation_[0].data());
}

void Pass::set_value(ValueId at, std::span<const float* const> rows) {
  SIM_CHECK(!rows.empty() && rows.size() <= kLanes, "a pass takes 1 to 16 images");
  const std::size_t elements = activation_[at].size() / kLanes;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const float* row = rows[lane < rows.size() ? lane : 0];
    for (std::size_t i = 0; i < elements; ++i) activation_[at][i * kLanes + lane] = row[i];
  }
}

void Pass::forward(const PackedWeights& weights, ValueId from) {
  std::fill(known_.begin(), known_.end(), false);
  known_[from] = true;
  for (std::size_t i = 0; i < network_.operations().size(); ++i) {
    const Operation& op = network_.operations()[i];
    if (known_[op.input]) run(weights, i);
    if (known_[op.input]) known_[op.output] = true;
  }
}

const float* Pass::product_input(std::size_t op) const {
  return padded_[op].empty() ? activation_[network_.operations()[op].input].data()
                             : padded_[op].data();
}

void Pass::run(const PackedWeights& weights, std::size_t i) {
  const Operation& op = network_.operations()[i];
  const kernels::LaneKernels& k = network_.kernels();
  const float* in = activation_[op.input].data();
  float* out = activation_[op.output].data();
  switch (op.kind) {
    case Kind::product:
      if (op.plan->pads()) op.plan->pad(in, padded_[i].data());
      op.plan->forward(k, weights.forward_[i].data(),
                       op.has_bias ? &weights.parameters_[op.bias] : nullptr, product_input(i),
                       op.relu, out);
      break;
    case Kind::relu:
      k.relu(floats(op.output), in, out);
      break;
    case Kind::max_pool:
      k.max_pool(op.pool, in, out);
      break;
    case Kind::mean_pool:
      k.mean_pool(op.pool, in, out);
      break;
  }
}

float* Pass::exit_slope(std::size_t exit) {
  const ValueId value = network_.exit_value(exit);
  has_slope_[value] = true;
  return slope_[value].data();
}

void Pass::backward(const PackedWeights& weights, float* gradient) {
  for (std::size_t i = network_.operations().size(); i-- > 0;) run_back(weights, i, gradient);
  std::fill(has_slope_.begin(), has_slope_.end(), false);
}

// Where a value has several readers, the first writes its slope and the others add.
void Pass::run_back(const PackedWeights& weights, std::size_t i, float* gradient) {
  const Operation& op = network_.operations()[i];
  const kernels::LaneKernels& k = network_.kernels();
  const bool adds = has_slope_[op.input];
  const float* slope = slope_[op.output].data();
  float* in_slope = adds ? scratch_.data() : slope_[op.input].data();
  SIM_CHECK(has_slope_[op.output], "an operation that no exit follows");
  if (op.kind == Kind::product) product_back(weights, i, gradient, in_slope);
  if (!op.passes_slope) return;
  const float* in = activation_[op.input].data();
  const float* out = activation_[op.output].data();
  if (op.kind == Kind::relu) k.relu_back(floats(op.output), out, slope, in_slope);
  if (op.kind == Kind::max_pool) k.max_pool_back(op.pool, in, out, slope, op.gate, in_slope);
  if (op.kind == Kind::mean_pool) k.mean_pool_back(op.pool, slope, in_slope);
  if (adds) k.add(floats(op.input), scratch_.data(), slope_[op.input].data());
  has_slope_[op.input] = true;
}

void Pass::product_back(const PackedWeights& weights, std::size_t i, float* gradient,
                        float* in_slope) {
  const Operation& op = network_.operations()[i];
  const kernels::LaneKernels& k = network_.kernels();
  float* slope = slope_[op.output].data();
  if (op.mask) k.relu_back(floats(op.output), activation_[op.output].data(), slope, slope);
  op.plan->weight_gradient(k, slope, product_input(i), gradient + op.weights,
                           op.has_bias ? gradient + op.bias : nullptr);
  if (!op.passes_slope) return;
  if (op.plan->spreads()) op.plan->spread(slope, spread_[i].data());
  op.plan->input_gradient(k, weights.back_[i].data(),
                          op.plan->spreads() ? spread_[i].data() : slope, in_slope);
}

}  // namespace lastmile::learn
