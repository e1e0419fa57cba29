// Networks, and pairs of device and network, that no fit has seen: ncnn's table of latencies.
#include "scenarios/checks/compute_rows.hpp"
#include "scenarios/checks/script_rows.hpp"

namespace lastmile::scenarios {

std::vector<Claim> compute_ncnn_rows(const CheckOptions& options) {
  return script_rows("models/fit/check_ncnn.py", options, quick_word(options));
}

}  // namespace lastmile::scenarios
