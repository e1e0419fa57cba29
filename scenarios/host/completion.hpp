// Completion in a shell, made of what the verbs declare.
#pragma once

#include <string>

namespace lastmile::scenarios {

/// A script for bash, which zsh reads after bashcompinit. It offers verbs, options, their choices, files, and
/// the names that the program lists.
std::string completion_script();

}  // namespace lastmile::scenarios
