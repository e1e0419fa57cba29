#include "scenarios/host/lua_value.hpp"

#include <lua5.4/lauxlib.h>

#include <algorithm>
#include <new>

#include "scenarios/host/lua_state.hpp"
#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

constexpr const char* kObject = "lastmile.object";
constexpr int kDeepest = 32;

Value& object_at(lua_State* lua, int index) {
  return *static_cast<Value*>(lua_touserdata(lua, index));
}

int destroy_object(lua_State* lua) {
  object_at(lua, 1).~Value();
  return 0;
}

int refuse_field(lua_State* lua) {
  fail_at(calling_place(lua),
          "the fields of " + object_at(lua, 1).tag + "{} cannot be read or set");
}

int describe_object(lua_State* lua) {
  lua_pushstring(lua, (object_at(lua, 1).tag + "{}").c_str());
  return 1;
}

void set_field(lua_State* lua, const char* name, lua_CFunction function) {
  lua_pushcfunction(lua, function);
  lua_setfield(lua, -2, name);
}

std::string key_text(lua_State* lua, int index, const Place& where) {
  if (lua_type(lua, index) == LUA_TSTRING) return lua_tostring(lua, index);
  fail_at(where, std::string("a table's key must be a text or count from 1 without gaps, got a ") +
                     luaL_typename(lua, index));
}

class TableReader {
 public:
  TableReader(lua_State* lua, int index, ValueBudget& budget, const Place& where, int depth)
      : lua_(lua),
        index_(lua_absindex(lua, index)),
        budget_(budget),
        where_(where),
        depth_(depth) {}

  Value read() {
    Value result;
    result.place = where_;
    read_list(result);
    read_members(result);
    result.kind = result.members.empty() ? Value::Kind::list : Value::Kind::object;
    return result;
  }

 private:
  Value item() { return to_value(lua_, -1, budget_, where_, depth_ + 1); }

  void read_list(Value& result) {
    const lua_Integer length = static_cast<lua_Integer>(lua_rawlen(lua_, index_));
    for (lua_Integer i = 1; i <= length; ++i) {
      lua_rawgeti(lua_, index_, i);
      result.list.push_back(item());
      lua_pop(lua_, 1);
    }
  }
  void read_members(Value& result) {
    const auto listed = static_cast<lua_Integer>(result.list.size());
    lua_pushnil(lua_);
    while (lua_next(lua_, index_) != 0) {
      const bool in_list = lua_isinteger(lua_, -2) && lua_tointeger(lua_, -2) >= 1 &&
                           lua_tointeger(lua_, -2) <= listed;
      if (!in_list) result.members.push_back({key_text(lua_, -2, where_), item()});
      lua_pop(lua_, 1);
    }
    std::sort(result.members.begin(), result.members.end(),
              [](const Member& a, const Member& b) { return a.name < b.name; });
  }

  lua_State* lua_;
  int index_;
  ValueBudget& budget_;
  const Place& where_;
  int depth_;
};

Value function_handle(lua_State* lua, int index) {
  lua_Debug debug{};
  lua_pushvalue(lua, index);
  lua_getinfo(lua, ">S", &debug);
  lua_pushvalue(lua, index);
  Value value;
  value.kind = Value::Kind::function;
  value.function = luaL_ref(lua, LUA_REGISTRYINDEX);
  if (debug.source[0] == '@') value.place = {debug.source + 1, debug.linedefined};
  return value;
}

void push_table(lua_State* lua, const Value& value) {
  luaL_checkstack(lua, 4, "values nest too deep");
  lua_createtable(lua, static_cast<int>(value.list.size()), static_cast<int>(value.members.size()));
  for (std::size_t i = 0; i < value.list.size(); ++i) {
    push_data(lua, value.list[i]);
    lua_rawseti(lua, -2, static_cast<lua_Integer>(i + 1));
  }
  for (const Member& member : value.members) {
    push_data(lua, member.value);
    lua_setfield(lua, -2, member.name.c_str());
  }
}

}  // namespace

void ValueBudget::charge_one(const Place& where) {
  if (--left_ < 0) fail_at(where, "the scenario makes too many values");
}

void ValueBudget::charge(const Value& value, const Place& where) {
  charge_one(where);
  left_ -= static_cast<std::int64_t>(value.text.size() / 64);
  for (const Value& item : value.list) charge(item, where);
  for (const Member& member : value.members) charge(member.value, where);
}

void open_values(lua_State* lua) {
  luaL_newmetatable(lua, kObject);
  set_field(lua, "__gc", destroy_object);
  set_field(lua, "__index", guarded<refuse_field>);
  set_field(lua, "__newindex", guarded<refuse_field>);
  set_field(lua, "__tostring", describe_object);
  lua_pop(lua, 1);
}

Value to_value(lua_State* lua, int index, ValueBudget& budget, const Place& where, int depth) {
  if (depth > kDeepest) fail_at(where, "a table holds itself, or tables nest too deep");
  luaL_checkstack(lua, 8, "values nest too deep");
  Value value;
  switch (lua_type(lua, index)) {
    case LUA_TNIL: break;
    case LUA_TBOOLEAN: value = Value(lua_toboolean(lua, index) != 0); break;
    case LUA_TNUMBER: value = Value(static_cast<double>(lua_tonumber(lua, index))); break;
    case LUA_TSTRING: {
      std::size_t length = 0;
      const char* text = lua_tolstring(lua, index, &length);
      value = Value(std::string(text, length));
      budget.charge(value, where);
      break;
    }
    case LUA_TTABLE: return TableReader(lua, index, budget, where, depth).read();
    case LUA_TUSERDATA:
      budget.charge(object_at(lua, index), where);
      return object_at(lua, index);
    case LUA_TFUNCTION: value = function_handle(lua, index); break;
    default: fail_at(where, std::string("cannot use a ") + luaL_typename(lua, index) + " here");
  }
  budget.charge_one(where);
  if (value.place.line == 0) value.place = where;
  return value;
}

void push_object(lua_State* lua, Value value) {
  void* memory = lua_newuserdatauv(lua, sizeof(Value), 0);
  new (memory) Value(std::move(value));
  luaL_setmetatable(lua, kObject);
}

void push_data(lua_State* lua, const Value& value) {
  switch (value.kind) {
    case Value::Kind::nil: lua_pushnil(lua); return;
    case Value::Kind::boolean: lua_pushboolean(lua, value.boolean ? 1 : 0); return;
    case Value::Kind::number: {
      lua_Integer whole = 0;
      if (lua_numbertointeger(value.number, &whole) && static_cast<double>(whole) == value.number) {
        lua_pushinteger(lua, whole);
      } else {
        lua_pushnumber(lua, value.number);
      }
      return;
    }
    case Value::Kind::text: lua_pushlstring(lua, value.text.data(), value.text.size()); return;
    case Value::Kind::function: lua_rawgeti(lua, LUA_REGISTRYINDEX, value.function); return;
    case Value::Kind::list:
    case Value::Kind::object: push_table(lua, value); return;
  }
}

}  // namespace lastmile::scenarios
