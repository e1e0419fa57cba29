// The libraries that the kernels are compared with; each is built where it is installed. All
// compute the same call with a bias and without an activation, on their own layouts, weights packed
// beforehand.
#pragma once

#include <optional>

#include "kernels/call.hpp"
#include "kernels/random_values.hpp"
#include "tests/bench/kernels/bench_row.hpp"

namespace lastmile::bench {

inline constexpr char kOneDnn[] = "oneDNN";
inline constexpr char kOpenBlas[] = "OpenBLAS";
inline constexpr char kXnnPack[] = "XNNPACK";
inline constexpr char kOurExact[] = "our-exact";  ///< in the rows of int8, as the next
inline constexpr char kOurFp32[] = "our-fp32";

/// Values as on our side: a multiplier's power, and with it the clock, depends on them.
inline void fill_values(float* values, std::size_t count) {
  kernels::RandomValues random(3);
  for (std::size_t i = 0; i < count; ++i) values[i] = random.uniform(-1, 1);
}

/// The fastest of oneDNN's implementations of every algorithm it offers; the name tells which. Of
/// an int8 call: unsigned by signed bytes to unsigned bytes, a scale for each channel, no zero
/// points.
std::optional<Contender> onednn(const kernels::KernelCall& call);
/// The product alone, without the im2col that a kernel larger than 1 x 1 needs.
std::optional<Contender> openblas(const kernels::KernelCall& call);
std::optional<Contender> xnnpack(const kernels::KernelCall& call);

}  // namespace lastmile::bench
