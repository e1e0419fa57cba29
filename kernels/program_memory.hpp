// Where the buffers of a program lie in one piece of memory, so that those never needed at the same
// time share it, as runtimes do; the caches then see what they would see there.
//
// Rule       greedy by size: the largest first, each at the lowest place that no buffer alive at
// the same
//            time covers. The input and every buffer that no step reads stay for good.
// Source     the rule: Pisarchyk, Lee 2020, arXiv:2001.03288 ("greedy by size")
// Tests      tests/unit/kernels/program_memory_test.cpp
#pragma once

#include <cstddef>
#include <vector>

#include "kernels/program.hpp"

namespace lastmile::kernels {

struct MemoryPlan {
  std::vector<std::size_t> offset;  ///< in floats, on cache lines, by buffer
  std::size_t floats = 0;
};
MemoryPlan plan_memory(const Program& program);

}  // namespace lastmile::kernels
