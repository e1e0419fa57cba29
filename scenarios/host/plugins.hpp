// Plug-ins: policies in C++ that were built outside the source tree, as shared objects that register
// themselves when they are loaded. $LASTMILE_PLUGINS names them, so that the workers of a run and the jobs of
// a sweep load the same; `--plugin FILE` on the command line adds to it.
//   Version   a plug-in asks for a symbol that is named after the headers it was built with
//             (cmake/plugins/abi.cmake): one of another version is refused before any of its code runs
//   Trouble   ConfigError: a file that does not load, is no plug-in, or brings a name that is taken
// Checked: tests/install/install_test.py
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lastmile::scenarios {

struct Plugin {
  std::string name;          ///< of the file, without its folder
  std::uint64_t digest = 0;  ///< of the file
};

/// Loads the files of $LASTMILE_PLUGINS, separated by ':', and those of every `--plugin FILE` in the words of
/// a command line; sets the variable to all of them. Returns the other words.
/// REQUIRES: nobody has asked for a policy yet.
std::vector<std::string> load_plugins(const std::vector<std::string>& words);

/// In the order of loading. What a run depends on besides the scenario's sources.
const std::vector<Plugin>& loaded_plugins();

}  // namespace lastmile::scenarios
