// The most that one thread of this machine reaches, now: before and after a series of timings it shows whether
// clock or neighbours changed in between.
//
// Formulae   arithmetic (FLOP/s) = 2 x lanes x multiply-adds / minimum time, multiply-adds from registers
//            read (B/s) = bytes / minimum time, four streams; copy (B/s) = 2 x bytes / minimum time (one read,
//            one written; the read that a cache makes before it writes is not counted)
// Sizes      half of L1, of L2, of L3; DRAM: four times L3, at least 64 MiB
// Validity   one thread; caches as the system describes them. In a virtual machine L3 may be shared with
//            others, so its row and that of DRAM say what is left now
// Tests      tests/unit/kernels/peak_test.cpp
#pragma once

#include <string_view>
#include <vector>

#include "kernels/isa.hpp"

namespace lastmile::kernels {

struct Bandwidth {
  std::string_view level;  ///< "l1", "l2", "l3", "dram"
  double bytes = 0;        ///< of the memory that is read
  double read_bytes_per_s = 0;
  double copy_bytes_per_s = 0;
};

double peak_flops(Isa isa = best_isa());
std::vector<Bandwidth> bandwidths(Isa isa = best_isa());
/// Of one size in bytes, rounded up to 2 KiB.
Bandwidth bandwidth(std::string_view level, double bytes, Isa isa = best_isa());

}  // namespace lastmile::kernels
