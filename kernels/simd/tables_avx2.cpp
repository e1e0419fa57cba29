// The inner loops for one instruction set; CMakeLists.txt gives this file its flags.
#include "kernels/simd/make_tables.hpp"

namespace lastmile::kernels {

extern const Tables avx2_tables;
constinit const Tables avx2_tables = make_tables<xsimd::fma3<xsimd::avx2>>();

}  // namespace lastmile::kernels
