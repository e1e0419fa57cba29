// What stands in a result file beside its tables: what the results depend on, and what not.
#pragma once

#include <string>
#include <vector>

#include "analysis/hdf5_sink.hpp"
#include "scenarios/scenario.hpp"

namespace lastmile::scenarios {

/// Of a scenario as it is run: with its compute model, seeds, and these backends.
analysis::FileAttributes attributes_of(const Scenario& scenario,
                                       const std::vector<std::string>& networks, bool frozen,
                                       const RecordSpec& record);

/// Host and time of now; wall and CPU time are for the caller to fill in.
analysis::Provenance provenance_of(const std::string& command_line, const std::string& output,
                                   int jobs, int threads);

/// CPU time of this process so far, without its children's.
double own_cpu_s();

}  // namespace lastmile::scenarios
