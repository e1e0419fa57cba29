// The key performance indicators of a run: what each one is, in one place. The notebook recomputes them
// from the raw tables (analysis/notebooks/six_levels.ipynb).
//
// "device" means a device that holds data and asks. Energies are above idle (processor) and above
// listening (radio). A value that does not exist (accuracy never reached) is not a number.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "models/provenance.hpp"
#include "scenarios/host/run_tables.hpp"
#include "scenarios/scenario.hpp"

namespace lastmile::scenarios {

/// A run, and the one it is measured against: the strategy of level 0 with the same seed and network
/// (null when there is none).
struct KpiInput {
  const RunTables& run;
  const RunTables* reference;
};

struct Kpi {
  std::string name;   ///< in the file
  std::string title;  ///< in the printed table
  std::string unit;
  models::Provenance provenance;
  std::function<double(const KpiInput&)> value;
  bool printed = true;  ///< in the table; the others stand behind the claims, or say nothing while they are 0
  /// Standard error of the value from the cost model's own error, to first order; empty: it has none.
  std::function<double(const KpiInput&)> calibration_error = {};
};

/// Those that need the run of level 0 with the same seed beside the run itself.
inline constexpr const char* kTimeTo90 = "time_to_90";
double time_to_90(const KpiInput& in);
double time_to_90_error(const KpiInput& in);

/// In the order of printing. The provenance of times and energies is the weakest of what they come from.
std::vector<Kpi> kpis(const Scenario& scenario);

/// All there are, whatever the scenario, with provenances as of measurements.
std::vector<Kpi> all_kpis();

/// Linear interpolation between order statistics (type 7). REQUIRES: not empty.
double quantile(std::vector<double> values, double share);
/// The same interpolation of what belongs to these order statistics.
double at_quantile(const std::vector<double>& values, const std::vector<double>& belonging, double share);

}  // namespace lastmile::scenarios
