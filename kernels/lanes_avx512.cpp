// The kernels for one instruction set; CMakeLists.txt gives this file its flags.
#include "kernels/lanes_table.hpp"

namespace lastmile::kernels {

extern const LaneKernels avx512_kernels;
constinit const LaneKernels avx512_kernels = make_kernels<xsimd::avx512f>("avx512");

}  // namespace lastmile::kernels
