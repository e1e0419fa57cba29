#include "kernels/int8/quantise.hpp"

#include <algorithm>
#include <cmath>

namespace lastmile::kernels::int8 {
namespace {

float scale_of(const float* row, int terms) {
  float most = 0;
  for (int k = 0; k < terms; ++k) most = std::max(most, std::abs(row[k]));
  return most > 0 ? most / 127 : 1.0F;
}

std::int8_t signed_byte(float real, float scale) {
  return static_cast<std::int8_t>(std::clamp(std::nearbyint(real / scale), -128.0F, 127.0F));
}

}  // namespace

std::uint8_t quantised(float real, float scale, int zero) {
  const float steps = std::nearbyint(real / scale);
  const float shift = static_cast<float>(zero);
  return static_cast<std::uint8_t>(std::clamp(steps, -shift, 255 - shift) + shift);
}

void quantise(const MapShape& shape, const float* real, float scale, int zero,
              std::uint8_t* bytes) {
  std::fill_n(bytes, shape.elements(), std::uint8_t{0});
  for (int n = 0; n < shape.batch; ++n)
    for (int c = 0; c < shape.channels; ++c)
      for (int y = 0; y < shape.height; ++y)
        for (int x = 0; x < shape.width; ++x) {
          const std::size_t i = shape.index(n, c, y, x);
          bytes[i] = quantised(real[i], scale, zero);
        }
}

ByteWeights quantise_weights(const float* weights, int channels, int terms, const float* scales) {
  ByteWeights all;
  for (int o = 0; o < channels; ++o) {
    const float* row = weights + static_cast<std::ptrdiff_t>(o) * terms;
    const float scale = scales != nullptr ? scales[o] : scale_of(row, terms);
    all.scales.push_back(scale);
    for (int k = 0; k < terms; ++k) all.values.push_back(signed_byte(row[k], scale));
  }
  return all;
}

}  // namespace lastmile::kernels::int8
