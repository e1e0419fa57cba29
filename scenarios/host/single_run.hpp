// A sweep keeps no steps of single requests: what asks for them is told how to run one of its
// points.
#pragma once

#include <string>

namespace lastmile::scenarios {

/// ConfigError: it is the folder or the merged file of a sweep, with a command that records spans;
/// or it cannot be read.
void require_single_run(const std::string& path);

}  // namespace lastmile::scenarios
