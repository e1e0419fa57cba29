// The families of fast kernels that make_operator() chooses from; each lives in a folder of its own.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kernels/operator.hpp"

namespace lastmile::kernels {

struct Family {
  /// Names of what computes this call on this set, the default first; empty: not this family's call.
  std::vector<std::string> (*algorithms)(const KernelCall& call, Isa isa);
  /// `call.algorithm` is empty or one of algorithms().
  std::unique_ptr<Operator> (*make)(const KernelCall& call, const Parameters& parameters, Isa isa);
};

/// Asked in order; the first that knows a call makes it.
const std::vector<const Family*>& families();

}  // namespace lastmile::kernels
