#include "scenarios/host/definitions.hpp"

#include "scenarios/host/language.hpp"
#include "scenarios/host/policy_catalogue.hpp"

namespace lastmile::scenarios {
namespace {

constexpr const char* kHead = R"lua(---@meta lastmile
-- What `require "lastmile"` gives a scenario. Written by `lastmile list definitions`; do not edit.

---@class lastmile
local lm = {}

--- An option that --set NAME=VALUE changes; the default's type is its type.
---@generic T
---@param name string
---@param default T
---@param choices? T[]
---@param help? string
---@return T
function lm.option(name, default, choices, help) end

--- {first, first + 1, ..., last}
---@param first integer
---@param last integer
---@return integer[]
function lm.range(first, last) end
)lua";

std::string class_name(const std::string& constructor) { return "lastmile." + constructor; }

std::string lua_type_of(const Parameter& parameter) {
  switch (parameter.kind) {
    case ParameterKind::flag: return "boolean";
    case ParameterKind::count:
    case ParameterKind::integer: return "integer";
    case ParameterKind::number: return "number";
    case ParameterKind::text_list: return "string[]";
    case ParameterKind::names: return "string|string[]";
    case ParameterKind::number_list: return "number[]";
    case ParameterKind::any:
    case ParameterKind::choice: break;
    default: return "string";
  }
  std::string type;
  for (const std::string& choice : parameter.choices) {
    const bool text = parameter.kind == ParameterKind::choice;
    type += (type.empty() ? "" : "|") + (text ? "\"" + choice + "\"" : class_name(choice));
  }
  return type.empty() ? "any" : type;
}

std::string field(const Parameter& parameter) {
  std::string line = "---@field " + parameter.name + (parameter.required ? " " : "? ") +
                     lua_type_of(parameter) + " " + kind_name(parameter.kind) + ": " +
                     parameter.doc;
  if (parameter.fallback) line += "; default " + canonical_text(*parameter.fallback);
  return line + "\n";
}

std::string constructor(const Schema& schema, const std::string& doc) {
  const std::string arguments = class_name(schema.name) + ".arguments";
  std::string text = "\n---@class " + class_name(schema.name) + "\n\n---@class " + arguments + "\n";
  for (const Parameter& parameter : schema.parameters) text += field(parameter);
  if (!doc.empty()) text += "\n--- " + doc;
  text += "\n---@param arguments " + arguments + (schema.parameters.empty() ? "?" : "|string");
  text += "\n---@return " + class_name(schema.name) + (schema.name == "levels" ? "[]" : "");
  return text + "\nfunction lm." + lua_name(schema.name) + "(arguments) end\n";
}

}  // namespace

std::string definitions_text() {
  std::string text = kHead;
  for (const Schema& schema : language_schemas()) text += constructor(schema, "");
  for (const PolicyEntry& policy : policy_catalogue()) {
    text += constructor(policy.schema, policy.description);
  }
  return text + "\nreturn lm\n";
}

}  // namespace lastmile::scenarios
