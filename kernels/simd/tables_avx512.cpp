// The inner loops for one instruction set; CMakeLists.txt gives this file its flags.
#include "kernels/simd/make_tables.hpp"

namespace lastmile::kernels {

extern const Tables avx512_tables;
constinit const Tables avx512_tables = make_tables<xsimd::avx512f>();

}  // namespace lastmile::kernels
