// The inner loops for one instruction set; CMakeLists.txt gives this file its flags.
#include "kernels/simd/make_tables.hpp"

namespace lastmile::kernels {

extern const Tables generic_tables;
constinit const Tables generic_tables = make_tables<xsimd::default_arch>();

}  // namespace lastmile::kernels
