#include "kernels/conv_plan.hpp"

#include <algorithm>
#include <cstring>

namespace lastmile::kernels {
namespace {

std::int32_t offset(int channel, int height, int width, int y, int x) {
  return ((channel * height + y) * width + x) * kLanes;
}

/// Offsets of pixels (start + step y, start + step x).
std::vector<std::int32_t> pixel_table(int height, int width, int map_width, int start, int step) {
  std::vector<std::int32_t> table;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      table.push_back(offset(0, 0, map_width, start + step * y, start + step * x));
  return table;
}

std::vector<std::int32_t> term_table(int channels, int kernel, int map_height, int map_width) {
  std::vector<std::int32_t> table;
  for (int c = 0; c < channels; ++c)
    for (int i = 0; i < kernel; ++i)
      for (int j = 0; j < kernel; ++j) table.push_back(offset(c, map_height, map_width, i, j));
  return table;
}

}  // namespace

std::size_t ConvPlan::Map::size(int channels) const {
  return static_cast<std::size_t>(channels) * static_cast<std::size_t>(height) *
         static_cast<std::size_t>(width) * kLanes;
}

ConvPlan::ConvPlan(const ConvShape& shape) : shape_(shape) {
  plan_forward();
  plan_back();
}

void ConvPlan::plan_forward() {
  padded_ = {shape_.in_height + 2 * shape_.padding, shape_.in_width + 2 * shape_.padding};
  pixel_ = pixel_table(shape_.out_height(), shape_.out_width(), padded_.width, 0, shape_.stride);
  term_ = term_table(shape_.in_channels, shape_.kernel, padded_.height, padded_.width);
}

// The slope of input (y, x) gathers slopes from (y + p - i) / s: mirrored taps over a map in which
// the slopes lie s apart, kernel - 1 - p from the border (at it, and the window shifted, if p is
// larger).
void ConvPlan::plan_back() {
  const int margin = shape_.kernel - 1 - shape_.padding;
  spread_start_ = std::max(0, margin);
  const int window_start = std::max(0, -margin);
  const auto extent = [&](int in, int out) {
    return std::max(spread_start_ + (out - 1) * shape_.stride + 1,
                    window_start + in + shape_.kernel - 1);
  };
  spread_ = {extent(shape_.in_height, shape_.out_height()),
             extent(shape_.in_width, shape_.out_width())};
  back_pixel_ = pixel_table(shape_.in_height, shape_.in_width, spread_.width, window_start, 1);
  back_term_ = term_table(shape_.out_channels, shape_.kernel, spread_.height, spread_.width);
}

std::size_t ConvPlan::packed_size() const {
  return kernels::packed_size(shape_.out_channels, shape_.terms());
}

std::size_t ConvPlan::packed_back_size() const {
  return kernels::packed_size(shape_.in_channels, static_cast<int>(back_term_.size()));
}

bool ConvPlan::spreads() const {
  return spread_.height != shape_.out_height() || spread_.width != shape_.out_width();
}

void ConvPlan::pack(const float* weights, float* packed) const {
  pack_rows(weights, shape_.out_channels, shape_.terms(), packed);
}

void ConvPlan::pack_back(const float* weights, float* packed) const {
  const int taps = shape_.kernel * shape_.kernel;
  std::vector<float> mirrored;
  mirrored.reserve(static_cast<std::size_t>(shape_.out_channels) *
                   static_cast<std::size_t>(shape_.terms()));
  for (int c = 0; c < shape_.in_channels; ++c)
    for (int m = 0; m < shape_.out_channels; ++m)
      for (int t = 0; t < taps; ++t)
        mirrored.push_back(weights[(m * shape_.in_channels + c) * taps + taps - 1 - t]);
  pack_rows(mirrored.data(), shape_.in_channels, shape_.out_channels * taps, packed);
}

void ConvPlan::pad(const float* in, float* padded) const {
  const std::size_t row = static_cast<std::size_t>(shape_.in_width) * kLanes;
  for (int c = 0; c < shape_.in_channels; ++c)
    for (int y = 0; y < shape_.in_height; ++y, in += row)
      std::memcpy(
          padded + offset(c, padded_.height, padded_.width, y + shape_.padding, shape_.padding), in,
          row * sizeof(float));
}

void ConvPlan::spread(const float* slope, float* spread) const {
  const int step = shape_.stride;
  for (int c = 0; c < shape_.out_channels; ++c)
    for (int y = 0; y < shape_.out_height(); ++y) {
      float* row = spread + offset(c, spread_.height, spread_.width, spread_start_ + step * y,
                                   spread_start_);
      for (int x = 0; x < shape_.out_width(); ++x, slope += kLanes)
        std::memcpy(row + static_cast<std::ptrdiff_t>(x) * step * kLanes, slope,
                    kLanes * sizeof(float));
    }
}

void ConvPlan::forward(const LaneKernels& kernels, const float* packed, const float* bias,
                       const float* padded, bool relu, float* out) const {
  kernels.product({shape_.out_channels, shape_.terms(), static_cast<int>(pixel_.size()), packed,
                   bias, padded, pixel_.data(), term_.data(), out, relu});
}

void ConvPlan::weight_gradient(const LaneKernels& kernels, const float* slope, const float* padded,
                               float* weights, float* bias) const {
  kernels.gradient({shape_.out_channels, shape_.terms(), static_cast<int>(pixel_.size()), slope,
                    padded, pixel_.data(), term_.data(), weights, bias});
}

void ConvPlan::input_gradient(const LaneKernels& kernels, const float* packed_back,
                              const float* spread, float* in_slope) const {
  kernels.product({shape_.in_channels, static_cast<int>(back_term_.size()),
                   static_cast<int>(back_pixel_.size()), packed_back, nullptr, spread,
                   back_pixel_.data(), back_term_.data(), in_slope, false});
}

}  // namespace lastmile::kernels
