// The libraries that the kernels are compared with; each is built where it is installed. All
// compute the same call with a bias and without an activation, on their own layouts, weights packed
// beforehand.
#pragma once

#include <optional>

#include "kernels/call.hpp"
#include "tests/bench/kernels/bench_row.hpp"

namespace lastmile::bench {

inline constexpr char kOneDnn[] = "oneDNN";
inline constexpr char kOpenBlas[] = "OpenBLAS";
inline constexpr char kXnnPack[] = "XNNPACK";

/// The fastest of oneDNN's implementations of every algorithm it offers; the name tells which.
std::optional<Contender> onednn(const kernels::KernelCall& call);
/// The product alone, without the im2col that a kernel larger than 1 x 1 needs.
std::optional<Contender> openblas(const kernels::KernelCall& call);
std::optional<Contender> xnnpack(const kernels::KernelCall& call);

}  // namespace lastmile::bench
