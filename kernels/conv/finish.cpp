#include "kernels/conv/finish.hpp"

#include <algorithm>

#include "kernels/epilogue.hpp"
#include "kernels/simd/tables.hpp"

namespace lastmile::kernels {
namespace {

Clamp clamp_of(Activation activation) {
  if (activation == Activation::relu) return Clamp::relu;
  return activation == Activation::relu6 ? Clamp::relu6 : Clamp::none;
}

MapShape blocked(MapShape shape) {  // 16 channels are never interleaved
  shape.channels = shape.blocks() * kBlock;
  return shape;
}

}  // namespace

Finish::Finish(const KernelCall& call, Isa isa)
    : activate_(tables(isa).activate),
      activation_(call.activation),
      add_(call.add),
      out_(output_shape(call)) {}

Finish::Tensors Finish::tensors(const void* const* inputs, void* output, float* scratch) const {
  Tensors t;
  t.output = static_cast<float*>(output);
  const float* add = add_ ? static_cast<const float*>(inputs[1]) : nullptr;
  if (out_.interleaved()) {
    t.sums = scratch;
    t.interleaved_add = add;
    return t;
  }
  t.sums = t.output;
  t.add = add;
  t.clamp = clamp_of(activation_);
  return t;
}

std::size_t Finish::scratch_floats() const {
  return out_.interleaved() ? blocked(out_).elements() : 0;
}

void Finish::interleave(const Tensors& t) const {
  const MapShape from = blocked(out_);
  for (int n = 0; n < out_.batch; ++n)
    for (int y = 0; y < out_.height; ++y)
      for (int x = 0; x < out_.width; ++x)
        for (int c = 0; c < out_.channels; ++c) {
          const std::size_t to = out_.index(n, c, y, x);
          t.output[to] = t.sums[from.index(n, c, y, x)] +
                         (t.interleaved_add == nullptr ? 0 : t.interleaved_add[to]);
        }
}

// The spare floats behind an interleaved map make its size a multiple of nothing: the rest goes
// alone.
void Finish::activate(float* values, std::size_t count) const {
  const std::size_t whole = count / kBlock * kBlock;
  activate_(activation_, values, values, whole);
  if (whole == count) return;
  alignas(64) float rest[kBlock] = {};
  std::copy(values + whole, values + count, rest);
  activate_(activation_, rest, rest, kBlock);
  std::copy_n(rest, count - whole, values + whole);
}

void Finish::complete(const Tensors& t) const {
  if (out_.interleaved()) {
    interleave(t);
    activate(t.output, out_.elements() - kMostInterleaved);
  } else if (activation_ != Activation::none && t.clamp == Clamp::none) {
    activate(t.output, out_.elements());
    if (fills_padding(activation_)) clear_padding(out_, t.output);
  }
}

}  // namespace lastmile::kernels
