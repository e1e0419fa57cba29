// The points a and b of F(4,3) (data sheet: winograd_kernels.hpp). All that is built of them is
// exact in fp32.
#pragma once

namespace lastmile::kernels {

inline constexpr float kA = 0.75F, kB = 1.5F;
inline constexpr float kA2 = kA * kA, kB2 = kB * kB;

}  // namespace lastmile::kernels
