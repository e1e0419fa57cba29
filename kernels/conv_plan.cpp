#include "kernels/conv_plan.hpp"

#include <algorithm>
#include <cstring>

namespace lastmile::kernels {
namespace {

std::int32_t offset(int channel, int height, int width, int y, int x) {
  return ((channel * height + y) * width + x) * kLanes;
}

/// Offsets of pixels (y0 + y step, x0 + x step).
struct PixelGrid {
  int height, width, y0, x0, row_step, column_step;
};
std::vector<std::int32_t> pixel_table(const PixelGrid& g, int map_width) {
  std::vector<std::int32_t> table;
  for (int y = 0; y < g.height; ++y)
    for (int x = 0; x < g.width; ++x)
      table.push_back(offset(0, 0, map_width, g.y0 + g.row_step * y, g.x0 + g.column_step * x));
  return table;
}

std::vector<std::int32_t> term_table(int channels, const LaneWindow& w, int map_height,
                                     int map_width) {
  std::vector<std::int32_t> table;
  for (int c = 0; c < channels; ++c)
    for (int i = 0; i < w.kernel_height; ++i)
      for (int j = 0; j < w.kernel_width; ++j)
        table.push_back(offset(c, map_height, map_width, w.dilation * i, w.dilation * j));
  return table;
}

/// What the way back needs of one axis: the slope of input y gathers slopes from
/// (y + p - d i) / s, that is mirrored taps over a map in which the slopes lie s apart, d (k - 1) -
/// p from the border (at it, and the window shifted, if p is larger).
struct BackAxis {
  int first = 0;  ///< where the first slope lies
  int start = 0;  ///< where the window of input 0 starts
  int extent = 0;

  BackAxis(int in, int out, int reach, int stride, int before)
      : first(std::max(0, reach - before)),
        start(std::max(0, before - reach)),
        extent(std::max(first + (out - 1) * stride + 1, start + in + reach)) {}
};

}  // namespace

int ConvShape::out_height() const {
  const int reach = window.dilation * (window.kernel_height - 1) + 1;
  return (in_height + window.top + window.bottom - reach) / window.stride_height + 1;
}

int ConvShape::out_width() const {
  const int reach = window.dilation * (window.kernel_width - 1) + 1;
  return (in_width + window.left + window.right - reach) / window.stride_width + 1;
}

std::size_t ConvPlan::Map::size(int channels) const {
  return static_cast<std::size_t>(channels) * static_cast<std::size_t>(height) *
         static_cast<std::size_t>(width) * kLanes;
}

ConvPlan::ConvPlan(const ConvShape& shape) : shape_(shape) {
  plan_forward();
  plan_back();
}

void ConvPlan::plan_forward() {
  const LaneWindow& w = shape_.window;
  padded_ = {shape_.in_height + w.top + w.bottom, shape_.in_width + w.left + w.right};
  pixel_ =
      pixel_table({shape_.out_height(), shape_.out_width(), 0, 0, w.stride_height, w.stride_width},
                  padded_.width);
  term_ = term_table(shape_.in_channels, w, padded_.height, padded_.width);
}

void ConvPlan::plan_back() {
  const LaneWindow& w = shape_.window;
  const BackAxis rows(shape_.in_height, shape_.out_height(), w.dilation * (w.kernel_height - 1),
                      w.stride_height, w.top);
  const BackAxis columns(shape_.in_width, shape_.out_width(), w.dilation * (w.kernel_width - 1),
                         w.stride_width, w.left);
  first_row_ = rows.first;
  first_column_ = columns.first;
  spread_ = {rows.extent, columns.extent};
  back_pixel_ = pixel_table({shape_.in_height, shape_.in_width, rows.start, columns.start, 1, 1},
                            spread_.width);
  back_term_ = term_table(shape_.out_channels, w, spread_.height, spread_.width);
}

std::size_t ConvPlan::packed_size() const {
  return kernels::packed_size(shape_.out_channels, shape_.terms());
}

std::size_t ConvPlan::packed_back_size() const {
  return kernels::packed_size(shape_.in_channels, static_cast<int>(back_term_.size()));
}

bool ConvPlan::pads() const {
  return padded_.height != shape_.in_height || padded_.width != shape_.in_width;
}

bool ConvPlan::spreads() const {
  return spread_.height != shape_.out_height() || spread_.width != shape_.out_width();
}

void ConvPlan::pack(const float* weights, float* packed) const {
  pack_rows(weights, shape_.out_channels, shape_.terms(), packed);
}

void ConvPlan::pack_back(const float* weights, float* packed) const {
  const int taps = shape_.window.taps();
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
      std::memcpy(padded + offset(c, padded_.height, padded_.width, y + shape_.window.top,
                                  shape_.window.left),
                  in, row * sizeof(float));
}

void ConvPlan::spread(const float* slope, float* spread) const {
  const LaneWindow& w = shape_.window;
  for (int c = 0; c < shape_.out_channels; ++c)
    for (int y = 0; y < shape_.out_height(); ++y) {
      float* row = spread + offset(c, spread_.height, spread_.width,
                                   first_row_ + w.stride_height * y, first_column_);
      for (int x = 0; x < shape_.out_width(); ++x, slope += kLanes)
        std::memcpy(row + static_cast<std::ptrdiff_t>(x) * w.stride_width * kLanes, slope,
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
