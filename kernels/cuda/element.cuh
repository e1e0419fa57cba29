// What the tensor cores multiply, as traits: element, accumulator, one step of 32 bytes of k.
//
// A 32-byte step is 16 half or bfloat16, 8 tf32 or 32 int8 values; in every one of these the fragment of a
// thread is the same four bytes of the same rows, so that one loop (product.cuh) serves them all.
#pragma once

#include "kernels/cuda/instructions.cuh"

namespace lastmile::kernels::cuda {

struct Fp16 {
  using Element = __half;
  using Sum = float;
  static __device__ void multiply(Sum (&c)[4], const std::uint32_t (&a)[4], const std::uint32_t (&b)[2]) {
    mma_f16(c, a, b);
  }
  static __device__ float to_float(Element v) { return __half2float(v); }
  static __device__ Element from_float(float v) { return __float2half_rn(v); }
};

struct Bf16 {
  using Element = __nv_bfloat16;
  using Sum = float;
  static __device__ void multiply(Sum (&c)[4], const std::uint32_t (&a)[4], const std::uint32_t (&b)[2]) {
    mma_bf16(c, a, b);
  }
  static __device__ float to_float(Element v) { return __bfloat162float(v); }
  static __device__ Element from_float(float v) { return __float2bfloat16_rn(v); }
};

/// fp32 in memory, 10 bits of mantissa in the product.
struct Tf32 {
  using Element = float;
  using Sum = float;
  static __device__ void multiply(Sum (&c)[4], const std::uint32_t (&a)[4], const std::uint32_t (&b)[2]) {
    const std::uint32_t left[4] = {to_tf32(a[0]), to_tf32(a[1]), to_tf32(a[2]), to_tf32(a[3])};
    const std::uint32_t right[2] = {to_tf32(b[0]), to_tf32(b[1])};
    mma_tf32(c, left, right);
  }
  static __device__ float to_float(Element v) { return v; }
  static __device__ Element from_float(float v) { return v; }
};

struct Int8 {
  using Element = std::int8_t;
  using Sum = int;
  static __device__ void multiply(Sum (&c)[4], const std::uint32_t (&a)[4], const std::uint32_t (&b)[2]) {
    mma_s8(c, a, b);
  }
  static __device__ float to_float(Element v) { return static_cast<float>(v); }
  /// Round to nearest even, saturate.
  static __device__ Element from_float(float v) {
    return static_cast<Element>(rintf(fminf(fmaxf(v, -128.0F), 127.0F)));
  }
};

}  // namespace lastmile::kernels::cuda
