#pragma once

#include <string>

namespace lastmile::scenarios {

/// Prints a network of the zoo or of a file (models/network.hpp), as JSON if asked for, and draws it into
/// `picture` unless that is "". Returns the exit status.
int show_graph(const std::string& name, const std::string& picture, bool json);

}  // namespace lastmile::scenarios
