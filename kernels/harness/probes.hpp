// The loops behind peak.hpp, compiled for each instruction set.
//
// FMA        ten accumulators, each with a start value of its own (equal ones would be merged into one) and all
//            of them in registers; acc = acc * a + b with |a| < 1 keeps them finite and normal. The generic set
//            has no FMA: a multiplication and an addition, which count the same
// Read       four streams, a quarter of the memory each, so that several misses are under way; every line is
//            read whole
#pragma once

#include <cstddef>

#include "kernels/isa.hpp"

namespace lastmile::kernels {

struct Probes {
  /// Does `count` rounds of ten multiply-adds on vectors; returns their sum.
  float (*multiply_add)(long count);
  /// Floats a vector.
  int lanes;
  /// Sum of `count` floats; a multiple of 256 of them, on 64 bytes.
  float (*read)(const float* from, std::size_t count);
};

/// REQUIRES that the set is among runnable_isas().
const Probes& probes(Isa isa);

}  // namespace lastmile::kernels
