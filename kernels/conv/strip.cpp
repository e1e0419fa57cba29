#include "kernels/conv/strip.hpp"

#include <algorithm>
#include <cstring>

namespace lastmile::kernels {
namespace {

/// One row of a plane with `margin` zeros on both sides.
void copy_row(const float* from, std::size_t floats, std::size_t margin, float* to) {
  std::fill_n(to, margin, 0.0F);
  std::memcpy(to + margin, from, floats * sizeof(float));
  std::fill_n(to + margin + floats, margin, 0.0F);
}

void copy_plane(const DirectShape& s, const float* plane, int top, int rows, float* strip) {
  const auto row = static_cast<std::size_t>(s.width) * static_cast<std::size_t>(s.pixel);
  const auto margin = static_cast<std::size_t>(s.padding) * static_cast<std::size_t>(s.pixel);
  for (int y = top; y < top + rows; ++y, strip += row + 2 * margin) {
    if (y < 0 || y >= s.height)
      std::fill_n(strip, row + 2 * margin, 0.0F);
    else
      copy_row(plane + static_cast<std::size_t>(y) * row, row, margin, strip);
  }
}

/// Vectors lie one after the other, each with its blocks; a strip has the blocks outside.
void copy_vectors(const DirectPlan& plan, const float* in, int first_row, int rows, int first,
                  int last, float* strip) {
  const auto vector = static_cast<std::ptrdiff_t>(plan.shape().in_blocks) * kBlock;
  for (int n = 0; n < rows; ++n)
    for (int b = first; b < last; ++b)
      std::memcpy(
          strip + (b - first) * plan.block_stride() + static_cast<std::ptrdiff_t>(n) * kBlock,
          in + (first_row + n) * vector + static_cast<std::ptrdiff_t>(b) * kBlock,
          kBlock * sizeof(float));
}

}  // namespace

void copy_strip(const DirectPlan& plan, const float* image, int first_row, int rows_out, int first,
                int last, float* strip) {
  const DirectShape& s = plan.shape();
  if (s.vectors) return copy_vectors(plan, image, first_row, rows_out, first, last, strip);
  const auto plane = static_cast<std::ptrdiff_t>(s.height) * s.width * s.pixel;
  for (int b = first; b < last; ++b)
    copy_plane(s, image + b * plane, first_row * s.stride - s.padding, s.strip_rows(rows_out),
               strip + (b - first) * plan.block_stride());
}

}  // namespace lastmile::kernels
