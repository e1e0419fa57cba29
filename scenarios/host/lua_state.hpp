// One sandboxed Lua 5.4 interpreter: no io, os, debug, load or native require; a budget of
// instructions and of memory. Lua is linked as C++, so its errors unwind destructors.
#pragma once

#include <lua5.4/lua.h>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>

#include "sim/value.hpp"

namespace lastmile::scenarios {

struct ScriptLimits {
  std::int64_t instructions = 50'000'000;
  std::size_t memory_bytes = 256u << 20;
  double cpu_s = 20;  ///< few instructions can copy a lot
};

class LuaState {
 public:
  explicit LuaState(const ScriptLimits& limits);
  LuaState(const LuaState&) = delete;
  LuaState& operator=(const LuaState&) = delete;
  ~LuaState();

  [[nodiscard]] lua_State* raw() const { return state_; }

  /// Calls the function below its arguments on the stack, with a fresh instruction budget. An error
  /// of the script becomes ConfigError "FILE:LINE: ..."; an exception of ours comes through as it
  /// was.
  void call(int arguments, int results);
  /// Compiles `text` (no binary chunks); leaves the function on the stack.
  void compile(const std::string& path, const std::string& text);

  /// The LuaState of an interpreter.
  static LuaState& of(lua_State* lua);
  void keep(std::exception_ptr error) { kept_ = std::move(error); }
  void* owner = nullptr;  ///< whoever holds this state; constructors find it here

 private:
  static void* allocate(void* self, void* block, std::size_t old_size, std::size_t new_size);
  static void count(lua_State* lua, lua_Debug* debug);
  [[noreturn]] void fail(int status, const std::string& path);

  ScriptLimits limits_;
  lua_State* state_ = nullptr;
  std::size_t used_bytes_ = 0;
  std::int64_t instructions_left_ = 0;
  double cpu_start_s_ = 0;
  Place refused_;  ///< where memory was refused last
  std::exception_ptr kept_;
  std::string path_;
};

/// The place of the script's code that called the running C function.
Place calling_place(lua_State* lua);

/// Turns C++ exceptions of `body` into Lua errors; LuaState::call turns them back.
template <int (*body)(lua_State*)>
int guarded(lua_State* lua) {
  try {
    return body(lua);
  } catch (const std::exception&) {
    LuaState::of(lua).keep(std::current_exception());
  }
  lua_pushnil(lua);
  return lua_error(lua);
}

}  // namespace lastmile::scenarios
