// Winograd's transforms for one instruction set; CMakeLists.txt gives this file its flags.
#include "kernels/conv/winograd_simd.hpp"

namespace lastmile::kernels {

extern const WinogradKernels neon_winograd[2];
constinit const WinogradKernels neon_winograd[2] = {make_winograd<xsimd::neon64, 2>(),
                                                    make_winograd<xsimd::neon64, 4>()};

}  // namespace lastmile::kernels
