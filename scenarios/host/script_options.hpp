// lm.option in a scenario and --set KEY=VALUE on the command line.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "scenarios/scenario.hpp"

namespace lastmile::scenarios {

/// "key=value" texts; ConfigError for one without '=' or given twice.
std::map<std::string, std::string> parse_sets(const std::vector<std::string>& sets);

/// The name that a call lm.option(name, default, choices, doc) declares. `call` is the list of
/// arguments.
std::string option_name(const Value& call, const Place& place);

/// Adds the option of that call; `given` is what --set says, or null. The default's type is the
/// type.
const SettableOption& add_option(std::vector<SettableOption>& options, const Value& call,
                                 const std::string* given, const Place& place);

}  // namespace lastmile::scenarios
