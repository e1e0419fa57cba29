#include "scenarios/host/script_options.hpp"

#include <algorithm>

#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

const Value* argument(const Value& call, std::size_t i) {
  return i < call.list.size() && call.list[i].kind != Value::Kind::nil ? &call.list[i] : nullptr;
}

ParameterKind kind_of(const Value& value) {
  if (value.kind == Value::Kind::boolean) return ParameterKind::flag;
  if (value.kind == Value::Kind::number) return ParameterKind::number;
  return ParameterKind::text;
}

Value value_given(const SettableOption& option, const std::string& text) {
  try {
    return value_from_text(kind_of(option.value), text);
  } catch (const ConfigError& error) {
    throw ConfigError("--set " + option.name + "=" + text + ": " + error.what());
  }
}

std::vector<std::string> choices_of(const Value& call, const Place& place) {
  std::vector<std::string> result;
  const Value* choices = argument(call, 2);
  if (choices == nullptr) return result;
  if (choices->kind != Value::Kind::list) fail_at(place, "option: the choices must be a list");
  for (const Value& choice : choices->list) {
    if (choice.kind != Value::Kind::text) fail_at(place, "option: choices must be texts");
    result.push_back(choice.text);
  }
  return result;
}

void check_choice(const SettableOption& option, const std::string& where) {
  if (option.choices.empty()) return;
  const auto& known = option.choices;
  if (std::find(known.begin(), known.end(), option.value.text) != known.end()) return;
  throw ConfigError(where + unknown_name_message("value", option.value.text, known));
}

}  // namespace

std::map<std::string, std::string> parse_sets(const std::vector<std::string>& sets) {
  std::map<std::string, std::string> result;
  for (const std::string& set : sets) {
    const std::size_t equals = set.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw ConfigError("--set '" + set + "': write KEY=VALUE");
    }
    if (!result.emplace(set.substr(0, equals), set.substr(equals + 1)).second) {
      throw ConfigError("--set " + set.substr(0, equals) + " is given twice");
    }
  }
  return result;
}

std::string option_name(const Value& call, const Place& place) {
  const Value* name = argument(call, 0);
  if (name == nullptr || name->kind != Value::Kind::text) {
    fail_at(place, "option(name, default, choices, help): the name must be a text");
  }
  return name->text;
}

const SettableOption& add_option(std::vector<SettableOption>& options, const Value& call,
                                 const std::string* given, const Place& place) {
  SettableOption option;
  option.name = option_name(call, place);
  for (const SettableOption& other : options) {
    if (other.name == option.name) fail_at(place, "option '" + option.name + "' is declared twice");
  }
  const Value* fallback = argument(call, 1);
  const bool plain = fallback != nullptr && (fallback->kind == Value::Kind::text ||
                                             fallback->kind == Value::Kind::number ||
                                             fallback->kind == Value::Kind::boolean);
  if (!plain)
    fail_at(place, "option '" + option.name + "': the default must be a text, number or boolean");
  option.value = *fallback;
  option.choices = choices_of(call, place);
  const Value* doc = argument(call, 3);
  if (doc != nullptr) option.doc = doc->text;
  check_choice(option, to_string(place) + ": default of option '" + option.name + "': ");
  if (given != nullptr) {
    option.value = value_given(option, *given);
    option.set = true;
    check_choice(option, "--set " + option.name + "=" + *given + ": ");
  }
  options.push_back(std::move(option));
  return options.back();
}

}  // namespace lastmile::scenarios
