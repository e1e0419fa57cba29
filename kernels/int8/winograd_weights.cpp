#include "kernels/int8/winograd_weights.hpp"

#include <algorithm>
#include <cmath>

namespace lastmile::kernels::int8 {
namespace {

constexpr double kG[4][3] = {{1, 0, 0}, {0.5, 0.5, 0.5}, {0.5, -0.5, 0.5}, {0, 0, 1}};

/// Exact in fp32: quarters of whole numbers below 2^11.
float transformed(const std::int8_t* w, int position) {
  double sum = 0;
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j) sum += kG[position / 4][i] * kG[position % 4][j] * w[3 * i + j];
  return static_cast<float>(sum);
}

}  // namespace

std::vector<WinogradPosition> winograd_weights(const KernelCall& products, int widest, bool flipped,
                                               int input_zero, const ByteWeights& weights,
                                               double scale) {
  constexpr int centre = 5;
  const int out = products.channels_out();
  const std::size_t pairs =
      static_cast<std::size_t>(out) * static_cast<std::size_t>(products.channels);
  std::vector<WinogradPosition> all;
  for (int position = 0; position < 16; ++position) {
    std::vector<float> u(pairs);
    for (std::size_t i = 0; i < pairs; ++i)
      u[i] = transformed(weights.values.data() + 9 * i, position);
    const ByteWeights bytes = quantise_weights(u.data(), out, products.channels, nullptr);
    WinogradPosition one;
    one.packed = pack(products, input_shape(products, 0), widest, flipped,
                      position == centre ? input_zero : 128, bytes.values);
    for (std::size_t o = 0; o < bytes.scales.size(); ++o)
      one.multiplier.push_back(
          static_cast<float>(4.0 * bytes.scales[o] * weights.scales[o] * scale));
    one.multiplier.resize(one.packed.start.size());
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace lastmile::kernels::int8
