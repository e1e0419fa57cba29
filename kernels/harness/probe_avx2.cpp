// The probes for one instruction set; CMakeLists.txt gives this file its flags.
#include "kernels/harness/probe_loops.hpp"

namespace lastmile::kernels {

extern const Probes avx2_probes;
constinit const Probes avx2_probes = make_probes<xsimd::fma3<xsimd::avx2>>();

}  // namespace lastmile::kernels
