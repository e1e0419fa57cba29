#include "models/transform/number_format.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <string>

#include "models/transform/quantise.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

struct Format {
  NumberFormat format;
  std::string_view name;
  int bits;
};
constexpr std::array<Format, 6> kFormats{{{NumberFormat::fp32, "fp32", 32},
                                          {NumberFormat::fp16, "fp16", 16},
                                          {NumberFormat::bf16, "bf16", 16},
                                          {NumberFormat::int8, "int8", 8},
                                          {NumberFormat::int4, "int4", 4},
                                          {NumberFormat::binary, "binary", 1}}};

constexpr float kLargestHalf = 65504.0F;
constexpr int kLeastHalfExponent = -14;  // of numbers with all 11 bits
constexpr int kHalfFraction = 10;

float as_half(float x) {
  const float size = std::abs(x);
  if (!(size > 0)) return x;
  const int exponent = std::max(std::ilogb(size), kLeastHalfExponent);
  const float step = std::ldexp(1.0F, exponent - kHalfFraction);
  return std::copysign(std::min(std::nearbyint(size / step) * step, kLargestHalf), x);
}

float as_bfloat(float x) {
  const auto bits = std::bit_cast<std::uint32_t>(x);
  const std::uint32_t even = (bits >> 16U) & 1U;
  const auto near = std::bit_cast<float>((bits + 0x7FFFU + even) & 0xFFFF0000U);
  return std::isinf(near) ? std::bit_cast<float>(bits & 0xFFFF0000U) : near;
}

std::vector<float> as_binary(const std::vector<float>& values, std::size_t channels) {
  const std::size_t row = values.size() / channels;
  std::vector<float> result;
  for (std::size_t c = 0; c < channels; ++c) {
    double sum = 0;
    for (std::size_t i = c * row; i < (c + 1) * row; ++i)
      sum += std::abs(static_cast<double>(values[i]));
    const auto size = static_cast<float>(sum / static_cast<double>(row));
    for (std::size_t i = c * row; i < (c + 1) * row; ++i)
      result.push_back(values[i] < 0 ? -size : size);
  }
  return result;
}

bool is_fraction(NumberFormat format) { return format <= NumberFormat::bf16; }

}  // namespace

std::string_view to_string(NumberFormat format) {
  return kFormats.at(static_cast<std::size_t>(format)).name;
}

NumberFormat number_format(std::string_view name) {
  std::vector<std::string> names;
  for (const Format& f : kFormats) {
    if (f.name == name) return f.format;
    names.emplace_back(f.name);
  }
  throw ConfigError(unknown_name_message("number format", name, names));
}

int bits_of(NumberFormat format) { return kFormats.at(static_cast<std::size_t>(format)).bits; }

NumberFormat product_format(NumberFormat weights, NumberFormat activations) {
  if (is_fraction(weights) != is_fraction(activations))
    return is_fraction(weights) ? weights : activations;
  if (bits_of(weights) == bits_of(activations))
    return weights == activations ? weights : NumberFormat::fp32;
  return bits_of(weights) > bits_of(activations) ? weights : activations;
}

std::vector<float> rounded(const std::vector<float>& values, std::size_t channels,
                           NumberFormat format) {
  std::vector<float> result = values;
  switch (format) {
    case NumberFormat::fp32:
      return result;
    case NumberFormat::fp16:
      std::transform(values.begin(), values.end(), result.begin(), as_half);
      return result;
    case NumberFormat::bf16:
      std::transform(values.begin(), values.end(), result.begin(), as_bfloat);
      return result;
    case NumberFormat::binary:
      return as_binary(values, channels);
    default:
      return dequantise(
          quantise(values, channels, {bits_of(format), true, Granularity::channel}));
  }
}

WeightedGraph rounded(const WeightedGraph& net, const std::vector<NumberFormat>& formats) {
  SIM_CHECK(formats.size() == net.graph.size(), "a format for each layer");
  WeightedGraph result = net;
  for (LayerId id = 0; id < result.layers.size(); ++id) {
    const Layer& layer = net.graph.layer(id);
    if (!has_products(layer.kind())) continue;
    const auto channels = is_recurrent(layer.kind()) ? 1 : layer.out.channels;
    result.layers[id].kernel =
        rounded(net.layers[id].kernel, static_cast<std::size_t>(channels), formats[id]);
  }
  return result;
}

}  // namespace lastmile::models
