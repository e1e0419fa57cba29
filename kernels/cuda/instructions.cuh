// The instructions that the tensor-core kernels are written in, one function each.
//
// On a GPU they are PTX; compiled as plain C++ (LASTMILE_CUDA_ON_HOST) they come from the test's emulator of
// a thread block, so that index arithmetic is tested where there is no GPU.
// Source   PTX ISA 8.x: cp.async, ldmatrix, mma.sync; fragment layouts as stated there
#pragma once

#ifdef LASTMILE_CUDA_ON_HOST
#include "tests/unit/cuda/block_emulator.hpp"
#else

#include <cuda_bf16.h>
#include <cuda_fp16.h>

#include <cstdint>

namespace lastmile::kernels::cuda {

__device__ inline std::uint32_t shared_address(const void* p) {
  return static_cast<std::uint32_t>(__cvta_generic_to_shared(p));
}

/// 16 bytes from global to shared memory without registers; zeros if not `present`.
__device__ inline void copy16_async(void* shared, const void* global, bool present) {
  const int bytes = present ? 16 : 0;
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;\n" ::"r"(shared_address(shared)), "l"(global),
               "r"(bytes));
}
__device__ inline void close_copies() { asm volatile("cp.async.commit_group;\n" ::); }
/// Waits until at most `Open` groups of copies are on the way.
template <int Open>
__device__ inline void wait_copies() {
  asm volatile("cp.async.wait_group %0;\n" ::"n"(Open));
}

/// Four 8 x 8 matrices of 16-bit elements; lane l gives the address of row l % 8 of matrix l / 8 and gets the
/// elements 2 (l % 4), 2 (l % 4) + 1 of row l / 4 of each.
__device__ inline void load_matrices(std::uint32_t (&r)[4], const void* shared) {
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0,%1,%2,%3}, [%4];\n"
               : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3])
               : "r"(shared_address(shared)));
}

__device__ inline std::uint32_t to_tf32(std::uint32_t bits) {
  std::uint32_t rounded;
  asm("cvt.rna.tf32.f32 %0, %1;\n" : "=r"(rounded) : "f"(__uint_as_float(bits)));
  return rounded;
}

#define LASTMILE_MMA(shape, types, accumulator)                                                             \
  asm volatile("mma.sync.aligned." shape ".row.col." types " {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, "      \
               "{%0,%1,%2,%3};\n"                                                                           \
               : "+" accumulator(c[0]), "+" accumulator(c[1]), "+" accumulator(c[2]), "+" accumulator(c[3]) \
               : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]))

__device__ inline void mma_f16(float (&c)[4], const std::uint32_t (&a)[4], const std::uint32_t (&b)[2]) {
  LASTMILE_MMA("m16n8k16", "f32.f16.f16.f32", "f");
}
__device__ inline void mma_bf16(float (&c)[4], const std::uint32_t (&a)[4], const std::uint32_t (&b)[2]) {
  LASTMILE_MMA("m16n8k16", "f32.bf16.bf16.f32", "f");
}
__device__ inline void mma_tf32(float (&c)[4], const std::uint32_t (&a)[4], const std::uint32_t (&b)[2]) {
  LASTMILE_MMA("m16n8k8", "f32.tf32.tf32.f32", "f");
}
__device__ inline void mma_s8(int (&c)[4], const std::uint32_t (&a)[4], const std::uint32_t (&b)[2]) {
  LASTMILE_MMA("m16n8k32", "s32.s8.s8.s32", "r");
}
#undef LASTMILE_MMA

__device__ inline void block_barrier() { __syncthreads(); }

}  // namespace lastmile::kernels::cuda

#endif
