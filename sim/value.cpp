#include "sim/value.hpp"

#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile {
namespace {

std::string quoted(const std::string& text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') result += '\\';
    result += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return result + "'";
}

std::string canonical_list(const std::vector<Value>& items) {
  std::string text;
  for (const Value& item : items) text += (text.empty() ? "" : ", ") + canonical_text(item);
  return "{" + text + "}";
}

std::string canonical_object(const Value& value) {
  std::string text;
  for (const Value& item : value.list) text += (text.empty() ? "" : ", ") + canonical_text(item);
  for (const Member& member : value.members) {
    text += (text.empty() ? "" : ", ") + member.name + " = " + canonical_text(member.value);
  }
  return value.tag + "{" + text + "}";
}

}  // namespace

std::string to_string(const Place& place) {
  return place.line > 0 ? place.file + ":" + std::to_string(place.line) : place.file;
}

void fail_at(const Place& place, const std::string& message) {
  const std::string where = to_string(place);
  throw ConfigError(where.empty() ? message : where + ": " + message);
}

const Value* Value::find(std::string_view name) const {
  for (const Member& member : members) {
    if (member.name == name) return &member.value;
  }
  return nullptr;
}

std::string describe(const Value& value) {
  switch (value.kind) {
    case Value::Kind::nil: return "nothing";
    case Value::Kind::boolean: return value.boolean ? "true" : "false";
    case Value::Kind::number: return "the number " + exact_number(value.number);
    case Value::Kind::text: return "the text " + quoted(value.text);
    case Value::Kind::list: return "a list of " + std::to_string(value.list.size());
    case Value::Kind::object: return value.tag.empty() ? "a table" : value.tag + "{}";
    case Value::Kind::function: return "a function";
  }
  return "";
}

std::string canonical_text(const Value& value) {
  switch (value.kind) {
    case Value::Kind::nil: return "nil";
    case Value::Kind::boolean: return value.boolean ? "true" : "false";
    case Value::Kind::number: return exact_number(value.number);
    case Value::Kind::text: return quoted(value.text);
    case Value::Kind::list: return canonical_list(value.list);
    case Value::Kind::object: return canonical_object(value);
    case Value::Kind::function: return "function";
  }
  return "";
}

}  // namespace lastmile
