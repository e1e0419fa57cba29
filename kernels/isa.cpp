#include "kernels/isa.hpp"

#include <stdexcept>
#include <string>

#ifdef __aarch64__
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

namespace lastmile::kernels {
namespace {

constexpr Isa kAll[] = {Isa::generic, Isa::avx2, Isa::avx512, Isa::neon};

bool runs([[maybe_unused]] Isa isa) {
#ifdef LASTMILE_KERNELS_X86
  __builtin_cpu_init();
  if (isa == Isa::avx2) return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (isa == Isa::avx512)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#endif
#ifdef LASTMILE_KERNELS_NEON
  if (isa == Isa::neon) return true;
#endif
  return isa == Isa::generic;
}

}  // namespace

std::string_view to_string(Isa isa) {
  switch (isa) {
    case Isa::avx2:
      return "avx2";
    case Isa::avx512:
      return "avx512";
    case Isa::neon:
      return "neon";
    default:
      return "generic";
  }
}

Isa isa_from(std::string_view name) {
  for (const Isa isa : kAll)
    if (to_string(isa) == name) return isa;
  throw std::invalid_argument("no instruction set '" + std::string(name) +
                              "'; known: generic, avx2, avx512, neon");
}

std::vector<Isa> runnable_isas() {
  std::vector<Isa> found;
  for (const Isa isa : kAll)
    if (runs(isa)) found.push_back(isa);
  return found;
}

Isa best_isa() { return runnable_isas().back(); }

bool has_byte_dot() {
#if defined(LASTMILE_KERNELS_X86)
  __builtin_cpu_init();
  return runs(Isa::avx512) && __builtin_cpu_supports("avx512vnni");
#elif defined(__aarch64__)
  return (getauxval(AT_HWCAP) & HWCAP_ASIMDDP) != 0;
#else
  return false;
#endif
}

}  // namespace lastmile::kernels
