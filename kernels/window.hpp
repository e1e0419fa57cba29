// One block of 16 channels of one image, seen through windows: what depthwise convolution and pools
// share.
#pragma once

#include "kernels/epilogue.hpp"

namespace lastmile::kernels {

struct WindowShape {
  int height = 0;
  int width = 0;
  int out_height = 0;
  int out_width = 0;
  int kernel_height = 0;
  int kernel_width = 0;
  int stride = 1;
  int padding = 0;
  int dilation = 1;
};
WindowShape window_shape(const KernelCall& call);

struct WindowJob {
  WindowShape shape;
  const float* in = nullptr;
  const float* weights = nullptr;  ///< depthwise: [tap][16]
  const float* bias = nullptr;     ///< depthwise: [16]
  const float* add = nullptr;      ///< null: nothing is added
  float* out = nullptr;
  Epilogue finish;
};

}  // namespace lastmile::kernels
