// The probes for one instruction set; CMakeLists.txt gives this file its flags.
#include "kernels/harness/probe_loops.hpp"

namespace lastmile::kernels {

extern const Probes avx512_probes;
constinit const Probes avx512_probes = make_probes<xsimd::avx512f>();

}  // namespace lastmile::kernels
