#include "scenarios/host/script.hpp"

#include <lua5.4/lauxlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "scenarios/host/key_places.hpp"
#include "scenarios/host/language.hpp"
#include "scenarios/host/script_options.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

constexpr std::int64_t kMostValues = 1'000'000;
constexpr std::uintmax_t kLargestFile = 4u << 20;

std::string read_source(const std::string& path, const Place& place) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) fail_at(place, "'" + path + "' is a folder");
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (!error && size > kLargestFile) fail_at(place, "'" + path + "' is too large for a scenario");
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    fail_at(place, "cannot read the scenario '" + path + "': " + std::strerror(errno));
  }
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

bool is_module_name(const std::string& name) {
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '/';
  });
  return plain && !name.empty() && name.front() != '/' && name.back() != '/';
}

}  // namespace

Script::Script(std::string path, const std::vector<std::string>& sets, FrozenFiles frozen, const ScriptLimits& limits)
    : path_(std::move(path)), frozen_(std::move(frozen)), sets_(parse_sets(sets)), budget_(kMostValues), state_(limits) {
  state_.owner = this;
  open_values(state_.raw());
  open_language(state_.raw());
}

const std::string& Script::add_source(const std::string& path, const Place& place) {
  const std::string* frozen = frozen_text(frozen_, path);
  std::string text = frozen != nullptr ? *frozen : read_source(path, place);
  sources_.push_back({path, std::move(text)});
  return sources_.back().text;
}

Value Script::returned() {
  const std::string text = add_source(path_, {});
  state_.compile(path_, text);
  state_.call(0, 1);
  Value result = to_value(state_.raw(), -1, budget_, {path_, 0});
  lua_pop(state_.raw(), 1);
  return result;
}

Value Script::run() {
  Value result = returned();
  if (result.tag != "scenario") {
    const std::string hint = result.tag == "sweep" ? "; `lastmile sweep` runs it" : "";
    fail_at({path_, 0}, "the file must end with `return lm.scenario { ... }`, it returned " +
                            describe(result) + hint);
  }
  refuse_unused_sets();
  return result;
}

Value Script::run_for_sweep() {
  Value result = returned();
  if (result.tag == "scenario" || result.tag == "sweep") return result;
  fail_at({path_, 0}, "the file must end with `return lm.scenario { ... }` or `return lm.sweep { ... }`, it returned " +
                          describe(result));
}

Value Script::call(int function, const std::vector<Value>& arguments) {
  lua_State* lua = state_.raw();
  luaL_checkstack(lua, static_cast<int>(arguments.size()) + 4, "too many arguments");
  lua_rawgeti(lua, LUA_REGISTRYINDEX, function);
  for (const Value& argument : arguments) push_data(lua, argument);
  state_.call(static_cast<int>(arguments.size()), 1);
  ValueBudget budget(kMostValues);
  Value result = to_value(lua, -1, budget, {path_, 0});
  lua_pop(lua, 1);
  return result;
}

int Script::line_of_key(const Place& call, const std::string& constructor,
                        const std::string& key) const {
  for (const SourceFile& source : sources_) {
    if (source.path == call.file) return key_line(source.text, call.line, constructor, key);
  }
  return call.line;
}

Value Script::construct(const Schema& schema, Value arguments, const Place& place) {
  for (Member& member : arguments.members) {
    const bool placed = !member.value.tag.empty() || member.value.kind == Value::Kind::function;
    if (!placed) member.value.place = {place.file, line_of_key(place, schema.name, member.name)};
  }
  const Parameters checked = parse(schema, arguments, place);
  Value result;
  result.kind = Value::Kind::object;
  result.tag = schema.name;
  result.place = place;
  result.order = ++constructed_;
  for (const Parameter& parameter : schema.parameters) {
    if (checked.has(parameter.name)) {
      result.members.push_back({parameter.name, checked.raw(parameter.name)});
    }
  }
  std::sort(result.members.begin(), result.members.end(),
            [](const Member& a, const Member& b) { return a.name < b.name; });
  budget_.charge(result, place);
  return result;
}

Value Script::option(const Value& arguments, const Place& place) {
  const auto found = sets_.find(option_name(arguments, place));
  const std::string* given = found != sets_.end() ? &found->second : nullptr;
  const SettableOption& added = add_option(options_, arguments, given, place);
  return added.value;
}

void Script::refuse_unused_sets() const {
  std::vector<std::string> known;
  for (const SettableOption& option : options_) known.push_back(option.name);
  for (const auto& [name, value] : sets_) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    throw ConfigError("--set " + name + "=" + value + ": " +
                      (known.empty() ? path_ + " has no options"
                                     : unknown_name_message("option", name, known)));
  }
}

void Script::push_module(const std::string& name, const Place& place) {
  lua_State* lua = state_.raw();
  if (!is_module_name(name)) {
    fail_at(place, "require '" + name +
                       "': allowed are \"lastmile\" and files beside the scenario, "
                       "named in small letters, digits and _");
  }
  const auto known = modules_.find(name);
  if (known == modules_.end()) {
    modules_[name] = LUA_NOREF;
    const std::filesystem::path folder = std::filesystem::path(path_).parent_path();
    const std::string file = (folder / (name + ".lua")).string();
    const std::string text = add_source(file, place);
    const std::string chunk = "@" + file;
    if (luaL_loadbufferx(lua, text.data(), text.size(), chunk.c_str(), "t") != LUA_OK) {
      throw ConfigError(lua_tostring(lua, -1));
    }
    lua_call(lua, 0, 1);
    modules_[name] = luaL_ref(lua, LUA_REGISTRYINDEX);
  } else if (known->second == LUA_NOREF) {
    fail_at(place, "require '" + name + "': it requires itself");
  }
  lua_rawgeti(lua, LUA_REGISTRYINDEX, modules_[name]);
}

}  // namespace lastmile::scenarios
