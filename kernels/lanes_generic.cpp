// The kernels for one instruction set; CMakeLists.txt gives this file its flags.
#include "kernels/lanes_table.hpp"

namespace lastmile::kernels {

extern const LaneKernels generic_kernels;
constinit const LaneKernels generic_kernels = make_kernels<xsimd::default_arch>("generic");

}  // namespace lastmile::kernels
