// A scenario's program: runs the file in the sandbox with `require "lastmile"`, collects what --set
// changed, and calls the scenario's functions later.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "scenarios/host/lua_state.hpp"
#include "scenarios/host/lua_value.hpp"
#include "scenarios/scenario.hpp"
#include "sim/schema.hpp"

namespace lastmile::scenarios {

class Script {
 public:
  Script(std::string path, const std::vector<std::string>& sets, FrozenFiles frozen = nullptr,
         const ScriptLimits& limits = {});
  Script(const Script&) = delete;
  Script& operator=(const Script&) = delete;

  /// Runs the file; returns what it returned. ConfigError for anything that is wrong.
  Value run();
  /// The same for a file that may also return lm.sweep{}.
  Value run_for_sweep();
  /// Calls a function of the scenario with copies of plain data, with a fresh instruction budget.
  Value call(int function, const std::vector<Value>& arguments);

  [[nodiscard]] const std::vector<SourceFile>& sources() const { return sources_; }
  [[nodiscard]] const std::vector<SettableOption>& options() const { return options_; }

  // For the language's own functions.
  /// The value of one constructor's call: checked, defaults filled in, keys with their lines.
  Value construct(const Schema& schema, Value arguments, const Place& place);
  Value option(const Value& arguments, const Place& place);
  void push_module(const std::string& name, const Place& place);
  ValueBudget& budget() { return budget_; }
  static Script& of(lua_State* lua) { return *static_cast<Script*>(LuaState::of(lua).owner); }

 private:
  Value returned();
  const std::string& add_source(const std::string& path, const Place& place);
  [[nodiscard]] int line_of_key(const Place& call, const std::string& constructor,
                                const std::string& key) const;
  void refuse_unused_sets() const;

  std::string path_;
  FrozenFiles frozen_;
  std::map<std::string, std::string> sets_;
  ValueBudget budget_;
  LuaState state_;
  std::vector<SourceFile> sources_;
  std::vector<SettableOption> options_;
  std::map<std::string, int> modules_;  ///< loaded, as references in Lua's registry
  int constructed_ = 0;
};

}  // namespace lastmile::scenarios
