// A kernel call with memory of its own, to be timed, and the cache states that it is timed in.
//
// warm       the loop's own: weights, inputs and output where the last run left them
// cold       that of a kernel inside a network whose weights exceed L2: `before` reads twice the second level
//            cache (CacheState::l3) or twice the last (CacheState::dram), which drives weights and output out
//            of it, and then reads the inputs, which the step before has just written. One run, timed alone
// Why not    rotating through copies of the weights: for small weights it needs hundreds of packed operators,
//            and it leaves the inputs and the output in a state that no network has
// Tests      tests/unit/kernels/call_run_test.cpp
#pragma once

#include <memory>
#include <vector>

#include "kernels/aligned.hpp"
#include "kernels/harness/timing.hpp"
#include "kernels/operator.hpp"

namespace lastmile::kernels {

enum class CacheState { warm, l3, dram };

/// Bytes of a data cache of this machine, by level; what a desktop has (32 KiB, 1 MiB, 32 MiB) where it is not
/// said.
struct CacheSizes {
  std::size_t l1 = std::size_t{32} << 10;
  std::size_t l2 = std::size_t{1} << 20;
  std::size_t l3 = std::size_t{32} << 20;
};
CacheSizes cache_sizes();

class CallRun {
 public:
  /// std::invalid_argument if its tensors and weights would take more than half of the memory.
  explicit CallRun(const KernelCall& call, Isa isa = best_isa());
  void run() { operator_->run(pointers_.data(), output_.data(), scratch_.data()); }
  /// Reads every cache line of the inputs.
  void touch_inputs() const;
  [[nodiscard]] const Operator& chosen() const { return *operator_; }
  /// Of inputs, packed weights, output and scratch memory.
  [[nodiscard]] std::size_t footprint_bytes() const;
  [[nodiscard]] const float* output() const { return output_.data(); }

 private:
  std::unique_ptr<Operator> operator_;
  std::vector<Floats> inputs_;
  std::vector<const void*> pointers_;
  Floats output_, scratch_;
};

/// `run` outlives what is returned.
Runnable runnable(CallRun& run, CacheState state = CacheState::warm);

}  // namespace lastmile::kernels
