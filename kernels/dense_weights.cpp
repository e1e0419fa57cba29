#include "kernels/dense_weights.hpp"

#include <algorithm>

namespace lastmile::kernels {
namespace {

constexpr std::size_t kWidth = kLanes;

/// f(place in the plain order, place in the arranged order)
template <class F>
void each(const DenseWeights& d, F f) {
  const auto rows = static_cast<std::size_t>(d.rows), terms = static_cast<std::size_t>(d.terms);
  for (std::size_t row = 0; row < rows; ++row) {
    const std::size_t at = row / kWidth * d.tile_floats() + row % kWidth;
    for (std::size_t k = 0; k < terms; ++k) f(row * terms + k, at + k * kWidth);
    if (d.bias) f(rows * terms + row, at + terms * kWidth);
  }
}

}  // namespace

std::size_t DenseWeights::tile_floats() const {
  return static_cast<std::size_t>(terms + (bias ? 1 : 0)) * kWidth;
}

std::size_t DenseWeights::arranged_size() const {
  return static_cast<std::size_t>(tiles()) * tile_floats();
}

void DenseWeights::arrange(const float* plain, float* arranged) const {
  std::fill_n(arranged, arranged_size(), 0.0F);
  each(*this, [&](std::size_t from, std::size_t to) { arranged[to] = plain[from]; });
}

void DenseWeights::restore(const float* arranged, float* plain) const {
  each(*this, [&](std::size_t to, std::size_t from) { plain[to] = arranged[from]; });
}

void turn_slopes(const float* slope, int rows, int tile, float* turned) {
  const int present = std::min(kLanes, rows - tile * kLanes);
  const float* from = slope + static_cast<std::ptrdiff_t>(tile) * kLanes * kLanes;
  for (int lane = 0; lane < kLanes; ++lane)
    for (int m = 0; m < kLanes; ++m)
      turned[lane * kLanes + m] = m < present ? from[m * kLanes + lane] : 0.0F;
}

}  // namespace lastmile::kernels
