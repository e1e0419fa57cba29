// Winograd's transforms for one instruction set; CMakeLists.txt gives this file its flags.
#include "kernels/conv/winograd_simd.hpp"

namespace lastmile::kernels {

extern const WinogradKernels generic_winograd[2];
constinit const WinogradKernels generic_winograd[2] = {make_winograd<xsimd::default_arch, 2>(),
                                                       make_winograd<xsimd::default_arch, 4>()};

}  // namespace lastmile::kernels
