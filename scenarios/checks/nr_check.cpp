// 5G NR against the standards' formulas, sums by hand and theory; `network` has the same rows.
#include "scenarios/checks/nr_rows.hpp"

namespace lastmile::scenarios {
namespace {

std::vector<Claim> run(const CheckOptions& options) {
  std::vector<Claim> claims;
  for (auto rows : {nr_formula_rows, nr_latency_rows, nr_sharing_rows, nr_error_rows,
                    nr_handover_rows, nr_crowd_rows}) {
    for (Claim& claim : rows(options.quick)) claims.push_back(std::move(claim));
  }
  return claims;
}

const CheckRegistration registration{
    {"nr", "5G NR: rates, latency, path loss, schedulers, errors, handover", {}, run}};

}  // namespace
}  // namespace lastmile::scenarios
