#include "scenarios/host/sandbox.hpp"

#include <lua5.4/lauxlib.h>
#include <lua5.4/lualib.h>

#include <cstdio>
#include <string>
#include <vector>

#include "scenarios/host/lua_state.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

constexpr const char* kGlobals[] = {"_VERSION", "assert", "error",  "ipairs",   "math",
                                    "print",    "select", "string", "table",    "tonumber",
                                    "tostring", "type",   "utf8",   "rawequal", "rawlen"};
constexpr const char* kStringFunctions[] = {"byte", "char",    "format", "len", "lower",
                                            "rep",  "reverse", "sub",    "upper"};
constexpr const char* kTableFunctions[] = {"concat", "insert", "pack", "remove", "sort", "unpack"};

// Runs before anything of the scenario, with the whole library still there.
constexpr const char* kPrelude = R"lua(
local next, type, error, sort, rep = next, type, error, table.sort, string.rep

local function before(a, b)
  if type(a) ~= type(b) then return type(a) == "number" end
  return a < b
end

-- Lua's own order changes from run to run.
function pairs(t)
  if type(t) ~= "table" then error("pairs() wants a table, got a " .. type(t), 2) end
  local keys = {}
  for key in next, t do
    if type(key) ~= "number" and type(key) ~= "string" then
      error("pairs() wants keys that are numbers or texts", 2)
    end
    keys[#keys + 1] = key
  end
  sort(keys, before)
  local i = 0
  return function()
    i = i + 1
    if keys[i] ~= nil then return keys[i], t[keys[i]] end
  end
end

-- The library's loop runs n times even over an empty text, and its own error names no line.
function string.rep(text, n, separator)
  local length = #text + #(separator or "")
  if length == 0 then return "" end
  if n > (1 << 28) // length then error("string.rep: the text would be too long", 2) end
  return rep(text, n, separator)
end

function math.random()
  error("math.random is not available in a scenario: use a random position such as lm.disc{}", 2)
end
math.randomseed = math.random
)lua";

int print_to_stderr(lua_State* lua) {
  std::string line;
  for (int i = 1; i <= lua_gettop(lua); ++i) {
    line += (i > 1 ? "\t" : "") + std::string(luaL_tolstring(lua, i, nullptr));
    lua_pop(lua, 1);
  }
  std::fprintf(stderr, "%s\n", line.c_str());
  return 0;
}

int unknown_global(lua_State* lua) {
  const std::string name = luaL_tolstring(lua, 2, nullptr);
  std::vector<std::string> known = {"pairs", "require"};
  for (const char* allowed : kGlobals) known.emplace_back(allowed);
  const std::string near = nearest_name(name, known);
  std::string message = "'" + name + "' is not available in a scenario";
  if (!near.empty()) message += "; did you mean '" + near + "'?";
  message += near.empty() ? "; known: " : " Known: ";
  for (std::size_t i = 0; i < known.size(); ++i) message += (i > 0 ? ", " : "") + known[i];
  fail_at(calling_place(lua), message);
}

/// Leaves in the table on the top of the stack only the fields named.
template <std::size_t n>
void keep_only(lua_State* lua, const char* const (&names)[n]) {
  lua_newtable(lua);
  for (const char* name : names) {
    lua_getfield(lua, -2, name);
    lua_setfield(lua, -2, name);
  }
  lua_pushnil(lua);
  while (lua_next(lua, -3) != 0) {
    lua_pop(lua, 1);
    lua_pushvalue(lua, -1);
    lua_pushvalue(lua, -1);
    lua_rawget(lua, -4);
    lua_rawset(lua, -5);
  }
  lua_pop(lua, 1);
}

void open_libraries(lua_State* lua) {
  luaL_requiref(lua, "_G", luaopen_base, 1);
  luaL_requiref(lua, LUA_STRLIBNAME, luaopen_string, 1);
  luaL_requiref(lua, LUA_TABLIBNAME, luaopen_table, 1);
  luaL_requiref(lua, LUA_MATHLIBNAME, luaopen_math, 1);
  luaL_requiref(lua, LUA_UTF8LIBNAME, luaopen_utf8, 1);
  lua_settop(lua, 0);
}

/// A new table of globals with only what is allowed replaces the old one.
void replace_globals(lua_State* lua) {
  lua_newtable(lua);
  lua_pushglobaltable(lua);
  for (const char* name : kGlobals) {
    lua_getfield(lua, -1, name);
    lua_setfield(lua, -3, name);
  }
  lua_getfield(lua, -1, "pairs");
  lua_setfield(lua, -3, "pairs");
  lua_pop(lua, 1);
  lua_pushcfunction(lua, print_to_stderr);
  lua_setfield(lua, -2, "print");
  lua_newtable(lua);
  lua_pushcfunction(lua, guarded<unknown_global>);
  lua_setfield(lua, -2, "__index");
  lua_setmetatable(lua, -2);
  lua_rawseti(lua, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
}

}  // namespace

void open_sandbox(LuaState& state) {
  lua_State* lua = state.raw();
  open_libraries(lua);
  if (luaL_dostring(lua, kPrelude) != LUA_OK) {
    throw InternalError(std::string("sandbox: ") + lua_tostring(lua, -1));
  }
  lua_getglobal(lua, "string");
  keep_only(lua, kStringFunctions);
  lua_getglobal(lua, "table");
  keep_only(lua, kTableFunctions);
  lua_settop(lua, 0);
  replace_globals(lua);
}

}  // namespace lastmile::scenarios
