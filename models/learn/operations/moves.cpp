// Operations that only move elements: upsample (nearest) and space_to_depth.
//
// Each is a table: element o of the output is element from[o] of the input.
// Formulae   upsample        out[c][y][x] = in[c][y / f][x / g]
//            space_to_depth  out[(i f + j) C + c][y][x] = in[c][f y + i][f x + j]
// Symbols    f, g factors of rows and columns; C channels of the input; i, j below f
// Source     onnx.ai/onnx/operators: Resize (nearest, asymmetric, floor), SpaceToDepth
#include <algorithm>
#include <utility>

#include "models/learn/operations/maker.hpp"

namespace lastmile::learn {
namespace {

constexpr std::size_t kLanes = kernels::kLanes;

class Moves final : public Operation {
 public:
  Moves(std::vector<std::uint32_t> from, std::size_t in_floats)
      : from_(std::move(from)), in_floats_(in_floats) {}

  void forward(const ForwardCall& c) const override {
    for (std::size_t o = 0; o < from_.size(); ++o)
      std::copy_n(c.in[0] + from_[o] * kLanes, kLanes, c.out + o * kLanes);
  }
  void backward(const BackwardCall& c) const override {
    if (c.in_slope[0] == nullptr) return;
    std::fill_n(c.in_slope[0], in_floats_, 0.0F);
    for (std::size_t o = 0; o < from_.size(); ++o)
      for (std::size_t lane = 0; lane < kLanes; ++lane)
        c.in_slope[0][from_[o] * kLanes + lane] += c.slope[o * kLanes + lane];
  }
  void describe(Hasher& hash) const override {
    hash.add("moves");
    for (const std::uint32_t place : from_) hash.add(place);
  }

 private:
  std::vector<std::uint32_t> from_;  // by element of the output
  std::size_t in_floats_;
};

/// from(channel, row, column) of the output: the place in the input.
template <class F>
Made make_moves(const LayerPlace& place, F from) {
  const models::Shape &in = place.layer.in, &out = place.layer.out;
  std::vector<std::uint32_t> table;
  for (std::int64_t c = 0; c < out.channels; ++c)
    for (std::int64_t y = 0; y < out.height; ++y)
      for (std::int64_t x = 0; x < out.width; ++x)
        table.push_back(static_cast<std::uint32_t>(from(c, y, x)));
  return std::make_unique<Moves>(std::move(table), floats_of(in));
}

}  // namespace

Made make_upsample(const LayerPlace& place) {
  const models::Shape& in = place.layer.in;
  const models::Window w = models::window_of(place.layer.spec);
  return make_moves(place, [&](std::int64_t c, std::int64_t y, std::int64_t x) {
    return (c * in.height + y / w.stride_height) * in.width + x / w.stride_width;
  });
}

Made make_space_to_depth(const LayerPlace& place) {
  const models::Shape& in = place.layer.in;
  const std::int64_t factor = place.layer.spec.stride;
  return make_moves(place, [&](std::int64_t c, std::int64_t y, std::int64_t x) {
    const std::int64_t block = c / in.channels;
    const std::int64_t row = y * factor + block / factor, column = x * factor + block % factor;
    return (c % in.channels * in.height + row) * in.width + column;
  });
}

}  // namespace lastmile::learn
