#include "kernels/simd/tables.hpp"

namespace lastmile::kernels {

extern const Tables generic_tables;
#ifdef LASTMILE_KERNELS_X86
extern const Tables avx2_tables;
extern const Tables avx512_tables;
#endif

const Tables& tables([[maybe_unused]] Isa isa) {
#ifdef LASTMILE_KERNELS_X86
  if (isa == Isa::avx2) return avx2_tables;
  if (isa == Isa::avx512) return avx512_tables;
#endif
  return generic_tables;
}

}  // namespace lastmile::kernels
