// The NEON kernels where there is no Arm core: LLVM's model of the core on the compiled inner loops.
#include "scenarios/checks/compute_rows.hpp"
#include "scenarios/checks/script_rows.hpp"

namespace lastmile::scenarios {

std::vector<Claim> compute_neon_rows(const CheckOptions&) {
  return rows_without_data("kernels/bench/inner_loops.py", {"--json"});
}

}  // namespace lastmile::scenarios
