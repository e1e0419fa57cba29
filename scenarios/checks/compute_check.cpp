// Everything that is claimed of compute times and energy, row group by row group.
#include "scenarios/checks/compute_rows.hpp"
#include "scenarios/checks/row_groups.hpp"

namespace lastmile::scenarios {
namespace {

std::vector<Claim> run(const CheckOptions& options) {
  constexpr bool child = false;
  return run_groups("compute",
                    {{"networks", compute_network_rows, child},
                     {"cuts", compute_cut_rows, child},
                     {"interference", compute_interference_rows, child},
                    {"ncnn", compute_ncnn_rows, child},
                     {"boards", compute_board_rows, child},
                     {"energy", compute_energy_rows, child},
                     {"neon", compute_neon_rows, child}},
                    options);
}

const CheckRegistration registration{
    {"compute", "everything claimed of compute times and energy (--quick: minutes; --rows: some of it)", {}, run}};

}  // namespace
}  // namespace lastmile::scenarios
