#include "scenarios/host/lua_state.hpp"

#include <lua5.4/lauxlib.h>
#include <lua5.4/lualib.h>

#include <cstdlib>
#include <ctime>
#include <utility>

#include "scenarios/host/sandbox.hpp"
#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

constexpr int kInstructionsPerCount = 1'000;

double cpu_now_s() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// The innermost function of the script on the stack. Allocates nothing.
Place innermost_place(lua_State* lua, int first_level) {
  lua_Debug debug{};
  for (int level = first_level; lua_getstack(lua, level, &debug) == 1; ++level) {
    lua_getinfo(lua, "Sl", &debug);
    if (debug.currentline > 0 && debug.source[0] == '@')
      return {debug.source + 1, debug.currentline};
  }
  return {};
}

/// Lua shortens long paths in its messages to "...tail"; puts the whole path back.
std::string with_full_path(std::string message, const std::string& path) {
  if (path.size() < LUA_IDSIZE - 1 || message.rfind("...", 0) != 0) return message;
  const std::size_t colon = message.find(':');
  if (colon == std::string::npos) return message;
  return path + message.substr(colon);
}

}  // namespace

LuaState::LuaState(const ScriptLimits& limits) : limits_(limits) {
  state_ = lua_newstate(&LuaState::allocate, this);
  if (state_ == nullptr) throw std::bad_alloc();
  *static_cast<LuaState**>(lua_getextraspace(state_)) = this;
  open_sandbox(*this);
}

LuaState::~LuaState() { lua_close(state_); }

LuaState& LuaState::of(lua_State* lua) { return **static_cast<LuaState**>(lua_getextraspace(lua)); }

void* LuaState::allocate(void* self, void* block, std::size_t old_size, std::size_t new_size) {
  LuaState& state = *static_cast<LuaState*>(self);
  const std::size_t before = block != nullptr ? old_size : 0;
  if (new_size == 0) {
    std::free(block);
    state.used_bytes_ -= before;
    return nullptr;
  }
  if (new_size > before && new_size - before > state.limits_.memory_bytes - state.used_bytes_) {
    if (state.state_ != nullptr) state.refused_ = innermost_place(state.state_, 0);
    return nullptr;
  }
  void* moved = std::realloc(block, new_size);
  if (moved != nullptr) state.used_bytes_ = state.used_bytes_ - before + new_size;
  return moved;
}

void LuaState::count(lua_State* lua, lua_Debug*) {
  LuaState& state = of(lua);
  state.instructions_left_ -= kInstructionsPerCount;
  std::string limit;
  if (state.instructions_left_ <= 0) {
    limit = std::to_string(state.limits_.instructions / 1'000'000) + " million instructions";
  } else if (cpu_now_s() - state.cpu_start_s_ > state.limits_.cpu_s) {
    limit = exact_number(state.limits_.cpu_s) + " s";
  } else {
    return;
  }
  luaL_where(lua, 0);
  lua_pushfstring(lua, "the scenario ran for more than %s: an endless loop?", limit.c_str());
  lua_concat(lua, 2);
  lua_error(lua);
}

void LuaState::compile(const std::string& path, const std::string& text) {
  path_ = path;
  const std::string chunk_name = "@" + path;
  const int status = luaL_loadbufferx(state_, text.data(), text.size(), chunk_name.c_str(), "t");
  if (status == LUA_OK) return;
  if (lua_isstring(state_, -1) &&
      std::string(lua_tostring(state_, -1)).find(':') == std::string::npos) {
    lua_pushfstring(state_, "%s: %s", path.c_str(), lua_tostring(state_, -1));
  }
  fail(status, path);
}

void LuaState::call(int arguments, int results) {
  instructions_left_ = limits_.instructions;
  cpu_start_s_ = cpu_now_s();
  lua_sethook(state_, &LuaState::count, LUA_MASKCOUNT, kInstructionsPerCount);
  const int status = lua_pcall(state_, arguments, results, 0);
  lua_sethook(state_, nullptr, 0, 0);
  if (status != LUA_OK) fail(status, path_);
}

void LuaState::fail(int status, const std::string& path) {
  if (kept_) std::rethrow_exception(std::exchange(kept_, nullptr));
  if (status == LUA_ERRMEM) {
    const std::string limit = std::to_string(limits_.memory_bytes >> 20) + " MiB";
    if (refused_.file.empty()) refused_.file = path;
    fail_at(refused_, "the scenario used more than " + limit + " of memory");
  }
  const char* text = lua_tostring(state_, -1);
  const std::string message = text != nullptr ? text : path + ": the error raised is not a text";
  lua_pop(state_, 1);
  throw ConfigError(with_full_path(message, path));
}

Place calling_place(lua_State* lua) { return innermost_place(lua, 1); }

}  // namespace lastmile::scenarios
