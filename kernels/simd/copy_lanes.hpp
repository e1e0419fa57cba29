// Moves of some of a block's lanes (channels/channels.hpp): of a known length, so that the compiler
// turns them into the set's own.
#pragma once

#include <utility>

#include "kernels/channels/channels.hpp"
#include "kernels/simd/vector.hpp"

namespace lastmile::kernels {
namespace {

template <class Arch>
struct CopyLanes {
  template <int N>
  static void copy(const LaneCopy& job) {
    const float* from = job.from;
    float* to = job.to;
    for (std::size_t i = 0; i < job.count; ++i, from += job.from_step, to += job.to_step)
      __builtin_memcpy(to, from, N * sizeof(float));
  }

  template <int... Lanes>
  static void chosen(const LaneCopy& job, std::integer_sequence<int, Lanes...>) {
    (void)((job.lanes == Lanes + 1 && (copy<Lanes + 1>(job), true)) || ...);
  }

  static void gather(const LaneGather& job) {
    const float* in = job.in;
    float* out = job.out;
    for (std::size_t i = 0; i < job.pixels; ++i, in += kBlock, out += kBlock) {
      if (job.lanes == kBlock) {
        for (int lane = 0; lane < kBlock; ++lane) out[lane] = in[job.from[lane]];
        continue;
      }
      for (int lane = 0; lane < kBlock; ++lane)
        out[lane] = lane < job.lanes ? in[job.from[lane]] : 0.0F;
    }
  }

  static void run(const LaneCopy& job) { chosen(job, std::make_integer_sequence<int, kBlock>()); }
};

}  // namespace
}  // namespace lastmile::kernels
