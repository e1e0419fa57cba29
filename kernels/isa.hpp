// Instruction sets that the kernels are compiled for, and which of them this processor runs.
//
// A kernel file is compiled once for each set; who calls it picks the best at run time. `fp32` sets are
// ordered slowest first; dot products of bytes are a feature beside them, for their presence follows the
// processor and not the set (AVX-512 without VNNI exists, and so does NEON without sdot).
#pragma once

#include <string_view>
#include <vector>

namespace lastmile::kernels {

enum class Isa { generic, avx2, avx512, neon };

std::string_view to_string(Isa isa);
/// Throws std::invalid_argument with the known names.
Isa isa_from(std::string_view name);

/// Compiled in and supported here, slowest first; `generic` always is.
std::vector<Isa> runnable_isas();
Isa best_isa();

/// AVX512_VNNI (with AVX-512 BW and VL) on x86, FEAT_DotProd on Arm.
bool has_byte_dot();

}  // namespace lastmile::kernels
