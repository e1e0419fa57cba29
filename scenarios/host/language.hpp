// The module that `require "lastmile"` returns: one constructor for every schema, lm.option,
// lm.range and lm.levels.
#pragma once

#include <lua5.4/lua.h>

#include <string>
#include <vector>

#include "sim/schema.hpp"

namespace lastmile::scenarios {

/// Of nodes, links, data, workload ...; the policies' are in the catalogue.
const std::vector<Schema>& language_schemas();
/// The schema of that constructor, of the language or of a policy; null if there is none.
const Schema* find_schema(const std::string& constructor);
/// The constructor's name in Lua: words that Lua reserves get a "_" at the end.
std::string lua_name(const std::string& constructor);

/// All that `lm.` knows, of the language and of policies, sorted.
std::vector<std::string> constructor_names();

/// Installs `require`. REQUIRES: LuaState::owner is the Script.
void open_language(lua_State* lua);

}  // namespace lastmile::scenarios
