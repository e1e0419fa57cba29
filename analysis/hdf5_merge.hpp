// A worker's result file joined to its parent's.
#pragma once

#include "analysis/hdf5_sink.hpp"

#include <string>

namespace lastmile::analysis {

/// Records all rows of all tables of the file `part` in `sink` (declaring the tables that it
/// lacks). True if the part was finished. ConfigError when it cannot be read.
bool append_part(Hdf5Sink& sink, const std::string& part);

}  // namespace lastmile::analysis
