// Winograd's transforms for one instruction set; CMakeLists.txt gives this file its flags.
#include "kernels/conv/winograd_simd.hpp"

namespace lastmile::kernels {

extern const WinogradKernels avx2_winograd[2];
constinit const WinogradKernels avx2_winograd[2] = {make_winograd<xsimd::fma3<xsimd::avx2>, 2>(),
                                                    make_winograd<xsimd::fma3<xsimd::avx2>, 4>()};

}  // namespace lastmile::kernels
