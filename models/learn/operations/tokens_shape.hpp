// A product of every token of a sequence with the same weights.
#pragma once

#include "kernels/conv_plan.hpp"

namespace lastmile::learn {

inline kernels::ConvShape tokens_shape(int in, int out, int tokens) {
  kernels::ConvShape shape;
  shape.in_channels = in;
  shape.out_channels = out;
  shape.in_width = tokens;
  return shape;
}

}  // namespace lastmile::learn
