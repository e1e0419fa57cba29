// The language as a LuaLS definition file, so that editors complete and check scenarios.
#pragma once

#include <string>

namespace lastmile::scenarios {

/// The text of scenarios/lastmile.d.lua.
std::string definitions_text();

}  // namespace lastmile::scenarios
