#include "kernels/conv/winograd_plan.hpp"

#include <algorithm>

#include "kernels/conv/parts.hpp"
#include "kernels/conv/winograd_points.hpp"

namespace lastmile::kernels {
namespace {

/// Rows of G, [N][3].
std::vector<double> tap_transform(int outputs) {
  std::vector<double> points = {0, 1, -1};
  if (outputs == 4) points = {0, kA, -kA, kB, -kB};
  std::vector<double> rows;
  for (const double t : points) {
    double scale = 1;
    for (const double other : points)
      if (other != t) scale *= t - other;
    rows.insert(rows.end(), {1 / scale, t / scale, t * t / scale});
  }
  rows.insert(rows.end(), {0, 0, 1});
  return rows;
}

/// G g G^T of one filter, [N][N].
void transform_taps(const std::vector<double>& g, const float* taps, std::vector<double>& out) {
  const std::size_t side = g.size() / 3;
  out.assign(side * side, 0);
  for (std::size_t i = 0; i < side; ++i)
    for (std::size_t j = 0; j < side; ++j)
      for (std::size_t y = 0; y < 3; ++y)
        for (std::size_t x = 0; x < 3; ++x)
          out[i * side + j] += g[i * 3 + y] * g[j * 3 + x] * static_cast<double>(taps[y * 3 + x]);
}

}  // namespace

WinogradPlan::WinogradPlan(const KernelCall& call, const WinogradCut& cut,
                           const TileKernels& kernels)
    : call_(call),
      cut_(cut),
      tiles_x_(up(call.width_out(), cut.outputs)),
      tiles_y_(up(call.height_out(), cut.outputs)),
      in_blocks_(up(call.channels, kBlock)) {
  cut_.block = std::min(cut.block, tiles());
  cut_.tile_blocks = kernels.whole_blocks(cut.tile_blocks);
  cut_.tile_pixels = std::min(cut.tile_pixels, kernels.most_pixels_of(cut_.tile_blocks));
  in_equal_parts(up(call.channels_out(), kBlock), cut_.tile_blocks, [&](int first, int blocks) {
    channels_.push_back(
        {first, blocks, kernels.halves(first, blocks, call.channels_out()), packed_floats_});
    packed_floats_ += product_weights(channels_.back()) * static_cast<std::size_t>(products());
  });
}

std::size_t WinogradPlan::product_weights(const Channels& c) const {
  return static_cast<std::size_t>(call_.channels) * static_cast<std::size_t>(c.halves * kHalf);
}

std::size_t WinogradPlan::input_floats() const {
  return static_cast<std::size_t>(products() * in_blocks_) *
         static_cast<std::size_t>(cut_.block * kBlock);
}
std::size_t WinogradPlan::output_floats() const {
  return static_cast<std::size_t>(products() * channels_.front().blocks) *
         static_cast<std::size_t>(cut_.block * kBlock);
}
std::size_t WinogradPlan::line_floats() const {
  return static_cast<std::size_t>(side() * (cut_.outputs * tiles_x_ + 2) * kBlock);
}

Floats WinogradPlan::packed(const float* weights) const {
  const std::vector<double> g = tap_transform(cut_.outputs);
  std::vector<double> transformed;
  Floats all(packed_floats_);
  for (const Channels& tile : channels_) {
    const int width = tile.halves * kHalf;
    for (int o = 0; o < std::min(width, call_.channels_out() - tile.first * kBlock); ++o)
      for (int c = 0; c < call_.channels; ++c) {
        const auto filter = static_cast<std::size_t>(tile.first * kBlock + o) *
                                static_cast<std::size_t>(call_.channels) +
                            static_cast<std::size_t>(c);
        transform_taps(g, weights + filter * 9, transformed);
        float* to = all.data() + tile.weights + static_cast<std::size_t>(c * width + o);
        for (const double value : transformed) {
          *to = static_cast<float>(value);
          to += product_weights(tile);
        }
      }
  }
  return all;
}

}  // namespace lastmile::kernels
