// Where this program lies, and where the files lie that come with it.
//   home     the folder that holds models/, network/, scenarios/, analysis/: $LASTMILE_HOME if set, else
//            ../share/lastmile beside the program (installed), else the source tree that it was built from
//   program  /proc/self/exe, the same file even when another took its name meanwhile; $LASTMILE_RESTART where
//            something must be started before it (a loader of its own)
// Checked: tests/unit/sim/installation_test.cpp
#pragma once

#include <filesystem>
#include <string>

namespace lastmile {

/// ConfigError when none of the places has a folder models/.
std::filesystem::path home_folder();

/// What to execute to start this program again.
std::filesystem::path this_program();

/// The same by the file's own name, for who starts it elsewhere or later.
std::filesystem::path program_file();

/// The folder that this program lies in; other programs of ours are beside it.
std::filesystem::path program_folder();

/// A variable of the environment; "" when it is not set.
std::string environment_text(const char* name);

}  // namespace lastmile
