// Devices against measurements that were held out (energy) or never fitted (times of MLPerf's boards).
#include "scenarios/checks/compute_rows.hpp"
#include "scenarios/checks/script_rows.hpp"

namespace lastmile::scenarios {

std::vector<Claim> compute_energy_rows(const CheckOptions& options) {
  return script_rows("models/fit/check_energy.py", options, quick_word(options));
}

std::vector<Claim> compute_board_rows(const CheckOptions& options) {
  return script_rows("models/fit/check_boards.py", options);
}

}  // namespace lastmile::scenarios
