#include "kernels/int8/requantise.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lastmile::kernels::int8 {
namespace {

struct Bounds {
  float low, high;
};

Bounds bounds(const KernelCall& call, const Quantisation& q) {
  const float infinity = std::numeric_limits<float>::infinity();
  Bounds all = q.fp32_output ? Bounds{-infinity, infinity} : Bounds{0, 255};
  const double scale = q.fp32_output ? 1 : q.output_scale, zero = q.fp32_output ? 0 : q.output_zero;
  if (call.activation != Activation::none) all.low = static_cast<float>(zero);
  if (call.activation == Activation::relu6)
    all.high = std::min(all.high, static_cast<float>(zero + 6 / scale));
  return all;
}

}  // namespace

ByteWeights byte_weights(const KernelCall& call, const Parameters& parameters) {
  const int out = call.channels_out(), terms = static_cast<int>(weight_count(call)) / out;
  return quantise_weights(parameters.weights, out, terms, parameters.quantisation.weight_scales);
}

bool has_bounds(Activation activation) {
  return activation == Activation::none || activation == Activation::relu ||
         activation == Activation::relu6;
}

Requantisation::Requantisation(const KernelCall& call, const Parameters& parameters,
                               const std::vector<float>& weight_scales)
    : fp32(parameters.quantisation.fp32_output) {
  const Quantisation& q = parameters.quantisation;
  const double scale = fp32 ? 1 : q.output_scale, zero = fp32 ? 0 : q.output_zero;
  const double summand = call.add ? q.summand_scale / scale : 0;
  summand_multiplier = static_cast<float>(summand);
  const Bounds limits = bounds(call, q);
  for (int o = 0; o < call.channels_out(); ++o) {
    const double bias = parameters.bias != nullptr ? parameters.bias[o] : 0;
    const double weight_scale = weight_scales[static_cast<std::size_t>(o)];
    multiplier.push_back(static_cast<float>(q.input_scale * weight_scale / scale));
    offset.push_back(static_cast<float>(bias / scale + zero - q.summand_zero * summand));
    low.push_back(limits.low);
    high.push_back(limits.high);
  }
  const std::size_t padded = (multiplier.size() + kBlock - 1) / kBlock * kBlock;
  for (Table<float>* table : {&multiplier, &offset, &low, &high}) table->resize(padded, 0.0F);
}

float Requantisation::value(std::int32_t sum, int channel, std::uint8_t summand) const {
  const auto c = static_cast<std::size_t>(channel);
  float real = std::fma(static_cast<float>(sum), multiplier[c], offset[c]);
  if (summand_multiplier != 0)
    real = std::fma(static_cast<float>(summand), summand_multiplier, real);
  return std::min(std::max(real, low[c]), high[c]);
}

}  // namespace lastmile::kernels::int8
