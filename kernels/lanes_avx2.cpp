// The kernels for one instruction set; CMakeLists.txt gives this file its flags.
#include "kernels/lanes_table.hpp"

namespace lastmile::kernels {

extern const LaneKernels avx2_kernels;
constinit const LaneKernels avx2_kernels = make_kernels<xsimd::avx2>("avx2");

}  // namespace lastmile::kernels
