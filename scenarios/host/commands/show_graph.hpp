#pragma once

#include <string>

#include "scenarios/host/cut_table.hpp"

namespace lastmile::scenarios {

/// Prints a network of the zoo or of a file (models/network.hpp), as JSON if asked for, and draws it into
/// `picture` unless that is "". Returns the exit status.
int show_graph(const std::string& name, const std::string& picture, bool json);
/// Prints what its cuts cost on the devices and radios asked about.
int show_cuts(const std::string& name, const CutQuestion& question, bool json);

}  // namespace lastmile::scenarios
