// Claims that a script printed with --json: a list of objects, in the form that `check --json`
// writes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/host/checks.hpp"

namespace lastmile::scenarios {

/// [{"name": text, "value": number, "bar": text, "holds": true|false|null, "reason": text}, ...];
/// `name` and `value` are asked for, a value of null is no number. ConfigError, which names
/// `source`, for anything else.
std::vector<Claim> claims_of_json(std::string_view text, const std::string& source);

}  // namespace lastmile::scenarios
