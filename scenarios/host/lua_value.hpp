// Lua values to lastmile::Value and back. Lua holds ids and copies, never pointers: what a
// constructor made is a userdata that owns a Value.
#pragma once

#include <lua5.4/lua.h>

#include <cstdint>

#include "sim/value.hpp"

namespace lastmile::scenarios {

/// Bounds the copies that a script can cause outside Lua's own memory budget.
class ValueBudget {
 public:
  explicit ValueBudget(std::int64_t values) : left_(values) {}
  void charge(const Value& value, const Place& where);  ///< ConfigError when it is used up
  void charge_one(const Place& where);

 private:
  std::int64_t left_;
};

/// Prepares the userdata's metatable; once per state.
void open_values(lua_State* lua);

/// Copies the value at `index`. A function becomes a handle: a reference in Lua's registry.
Value to_value(lua_State* lua, int index, ValueBudget& budget, const Place& where, int depth = 0);

/// Pushes what a constructor made.
void push_object(lua_State* lua, Value value);
/// Pushes plain data as tables, numbers and texts that a function of the scenario can read.
void push_data(lua_State* lua, const Value& value);

}  // namespace lastmile::scenarios
