#include "scenarios/host/language.hpp"

#include <lua5.4/lauxlib.h>

#include <algorithm>

#include "scenarios/host/levels.hpp"
#include "scenarios/host/policy_catalogue.hpp"
#include "scenarios/host/script.hpp"
#include "scenarios/host/seed_limit.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

/// `lm.wifi { ... }`, or `lm.zoo "x"` for the first parameter alone.
Value arguments_of(lua_State* lua, const Schema& schema, const Place& place) {
  Value given = to_value(lua, 1, Script::of(lua).budget(), place);
  if (lua_gettop(lua) > 1) fail_at(place, schema.name + "{} takes one table");
  if (given.kind == Value::Kind::object && given.tag.empty()) return given;
  Value arguments;
  arguments.kind = Value::Kind::object;
  arguments.place = place;
  if (given.kind == Value::Kind::nil) return arguments;
  if (given.kind == Value::Kind::list) {
    arguments.list = given.list;
  } else if (!schema.parameters.empty()) {
    arguments.members.push_back({schema.parameters.front().name, given});
  } else {
    fail_at(place, schema.name + "{} takes no " + describe(given));
  }
  return arguments;
}

int construct(lua_State* lua) {
  const Schema& schema = *static_cast<const Schema*>(lua_touserdata(lua, lua_upvalueindex(1)));
  const Place place = calling_place(lua);
  Script& script = Script::of(lua);
  push_object(lua, script.construct(schema, arguments_of(lua, schema, place), place));
  return 1;
}

int option(lua_State* lua) {
  const Place place = calling_place(lua);
  Value call;
  for (int i = 1; i <= lua_gettop(lua); ++i) {
    call.list.push_back(to_value(lua, i, Script::of(lua).budget(), place));
  }
  push_data(lua, Script::of(lua).option(call, place));
  return 1;
}

int range(lua_State* lua) {
  const Place place = calling_place(lua);
  if (!lua_isinteger(lua, 1) || !lua_isinteger(lua, 2)) {
    fail_at(place, "range(first, last) takes two whole numbers");
  }
  const lua_Integer first = lua_tointeger(lua, 1), last = lua_tointeger(lua, 2);
  if (first < 0 || last < first || last - first >= kMostSeeds) {
    fail_at(place, "range(first, last): first from 0 on, last not before it, at most " +
                       std::to_string(kMostSeeds) + " numbers");
  }
  lua_createtable(lua, static_cast<int>(last - first + 1), 0);
  for (lua_Integer i = first; i <= last; ++i) {
    lua_pushinteger(lua, i);
    lua_rawseti(lua, -2, i - first + 1);
  }
  return 1;
}

int levels(lua_State* lua) {
  const Place place = calling_place(lua);
  const Schema& schema = *find_schema("levels");
  Script& script = Script::of(lua);
  const Value call = script.construct(schema, arguments_of(lua, schema, place), place);
  Value list = make_levels(script, parse(schema, call, place));
  lua_createtable(lua, static_cast<int>(list.list.size()), 0);
  for (std::size_t i = 0; i < list.list.size(); ++i) {
    push_object(lua, std::move(list.list[i]));
    lua_rawseti(lua, -2, static_cast<lua_Integer>(i + 1));
  }
  return 1;
}

int unknown_member(lua_State* lua) {
  const std::string name = luaL_tolstring(lua, 2, nullptr);
  fail_at(calling_place(lua), unknown_name_message("constructor", name, constructor_names()));
}

void add_function(lua_State* lua, const char* name, lua_CFunction function) {
  lua_pushcfunction(lua, function);
  lua_setfield(lua, -2, name);
}

void add_constructor(lua_State* lua, const Schema& schema) {
  lua_pushlightuserdata(lua, const_cast<Schema*>(&schema));
  lua_pushcclosure(lua, guarded<construct>, 1);
  lua_setfield(lua, -2, lua_name(schema.name).c_str());
}

void push_language(lua_State* lua) {
  lua_newtable(lua);
  for (const Schema& schema : language_schemas()) add_constructor(lua, schema);
  for (const PolicyEntry& policy : policy_catalogue()) add_constructor(lua, policy.schema);
  add_function(lua, "option", guarded<option>);
  add_function(lua, "range", guarded<range>);
  add_function(lua, "levels", guarded<levels>);
  lua_newtable(lua);
  add_function(lua, "__index", guarded<unknown_member>);
  lua_setmetatable(lua, -2);
}

int require(lua_State* lua) {
  const Place place = calling_place(lua);
  if (lua_type(lua, 1) != LUA_TSTRING) fail_at(place, "require takes the name of a module");
  const std::string name = lua_tostring(lua, 1);
  if (name == "lastmile") {
    lua_pushvalue(lua, lua_upvalueindex(1));
  } else {
    Script::of(lua).push_module(name, place);
  }
  return 1;
}

}  // namespace

std::vector<std::string> constructor_names() {
  std::vector<std::string> names = {"option", "range"};
  for (const Schema& schema : language_schemas()) names.push_back(schema.name);
  for (const PolicyEntry& policy : policy_catalogue())
    names.push_back(lua_name(policy.schema.name));
  std::sort(names.begin(), names.end());
  return names;
}

void open_language(lua_State* lua) {
  lua_pushglobaltable(lua);
  push_language(lua);
  lua_pushcclosure(lua, guarded<require>, 1);
  lua_setfield(lua, -2, "require");
  lua_pop(lua, 1);
}

}  // namespace lastmile::scenarios
