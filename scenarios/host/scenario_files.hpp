// Data files that a scenario names: only files below its own folder, because a scenario is
// untrusted.
#pragma once

#include <string>

#include "scenarios/scenario.hpp"

namespace lastmile::scenarios {

/// The file, read now unless the scenario has it already; its text joins the scenario's sources.
/// `key` ("'trace' in recorded{}") begins the message of an error. Valid until the next call.
const SourceFile& file_beside(Scenario& scenario, const std::string& file, const std::string& key,
                              const Place& place);

/// Where a file or folder of data lies that is too large to join the sources; it must be there.
std::string data_beside(const Scenario& scenario, const std::string& path, const std::string& key,
                        const Place& place);

}  // namespace lastmile::scenarios
