// The probes for what every processor of this kind runs; CMakeLists.txt gives this file its flags.
#include "kernels/harness/probe_loops.hpp"

namespace lastmile::kernels {

#ifdef LASTMILE_KERNELS_NEON
using EveryArch = xsimd::neon64;
#else
using EveryArch = xsimd::sse2;
#endif

extern const Probes generic_probes;
constinit const Probes generic_probes = make_probes<EveryArch>();

}  // namespace lastmile::kernels
