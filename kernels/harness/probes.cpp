#include "kernels/harness/probes.hpp"

namespace lastmile::kernels {

extern const Probes generic_probes, avx2_probes, avx512_probes;

const Probes& probes([[maybe_unused]] Isa isa) {
#ifdef LASTMILE_KERNELS_X86
  if (isa == Isa::avx512) return avx512_probes;
  if (isa == Isa::avx2) return avx2_probes;
#endif
  return generic_probes;
}

}  // namespace lastmile::kernels
