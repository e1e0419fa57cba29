// Winograd's transforms for one instruction set; CMakeLists.txt gives this file its flags.
#include "kernels/conv/winograd_simd.hpp"

namespace lastmile::kernels {

extern const WinogradKernels avx512_winograd[2];
constinit const WinogradKernels avx512_winograd[2] = {make_winograd<xsimd::avx512f, 2>(),
                                                      make_winograd<xsimd::avx512f, 4>()};

}  // namespace lastmile::kernels
