// Rows of the patch matrix of a convolution, fetched from the map as they are needed (implicit GEMM).
//
// Row        one output pixel (image, y, x); its k runs over kernel rows, kernel columns, channels
// Layout     map [image][y][x][channel], weights [out channel][kernel row][kernel column][channel]
// Validity   a pixel's channels are a multiple of 16 bytes (pad a picture's 3 channels to 8 halves)
// Tests      tests/unit/cuda/
#pragma once

#include "kernels/cuda/product.cuh"

namespace lastmile::kernels::cuda {

struct Patches {
  const char* map;
  int height, width, pixel_bytes;
  int height_out, width_out, images;
  int kernel_height, kernel_width, stride, padding, dilation;

  struct Row {
    const char* image;
    int y, x;  // of the first tap; may lie outside
    bool inside;
  };

  __device__ Row row(int index) const {
    const int plane = height_out * width_out;
    const bool inside = index < images * plane;
    const int safe = inside ? index : 0, image = safe / plane, at = safe % plane;
    return {map + static_cast<long long>(image) * height * width * pixel_bytes,
            at / width_out * stride - padding, at % width_out * stride - padding, inside};
  }

  __device__ void copy(char* to, const Row& r, int byte) const {
    const int tap = byte / pixel_bytes, y = r.y + tap / kernel_width * dilation,
              x = r.x + tap % kernel_width * dilation;
    const bool present = r.inside && tap < kernel_height * kernel_width && y >= 0 && y < height && x >= 0 && x < width;
    const long long at = (static_cast<long long>(y) * width + x) * pixel_bytes + byte % pixel_bytes;
    copy16_async(to, r.image + (present ? at : 0), present);
  }
};

}  // namespace lastmile::kernels::cuda
