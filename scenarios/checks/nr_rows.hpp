// Rows about 5G NR: rates, latency, path loss, schedulers, errors, handover. Each builds ns-3 worlds of
// its own and takes them down again; run in a child where other ns-3 worlds are about.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "scenarios/checks/claim_forms.hpp"

namespace lastmile::scenarios {

std::vector<Claim> nr_formula_rows(bool quick);   ///< TS 38.306, TR 38.901, tables of TS 38.214
std::vector<Claim> nr_latency_rows(bool quick);   ///< 32 bytes up, sum of its parts
std::vector<Claim> nr_sharing_rows(bool quick);   ///< schedulers
std::vector<Claim> nr_error_rows(bool quick);     ///< BLER around the target
std::vector<Claim> nr_handover_rows(bool quick);
std::vector<Claim> nr_crowd_rows(bool quick);     ///< 1,000 UEs, the radio alone

inline std::vector<Claim> nr_skipped() {
  return {printed("NR", 0, "skipped: built without ns-3")};
}

inline std::string to_three_places(double x, const char* unit) {
  return exact_number(std::round(x * 1000) / 1000) + unit;
}

}  // namespace lastmile::scenarios
