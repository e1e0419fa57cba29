#include "scenarios/host/json_text.hpp"

#include <cmath>
#include <cstdio>

#include "sim/unit_text.hpp"

namespace lastmile::scenarios {

std::string json_text(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      result += std::string("\\") + c;
    } else if (c == '\n') {
      result += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(c));
      result += escaped;
    } else {
      result += c;
    }
  }
  return result + "\"";
}

std::string json_number(double value) {
  return std::isfinite(value) ? exact_number(value) : "null";
}

std::string json_object(const std::vector<std::pair<std::string, std::string>>& members) {
  std::string text;
  for (const auto& [key, value] : members) {
    text += (text.empty() ? "" : ", ") + json_text(key) + ": " + value;
  }
  return "{" + text + "}";
}

std::string json_list(const std::vector<std::string>& items) {
  if (items.empty()) return "[]";
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "[\n  " : ",\n  ") + item;
  return text + "\n]";
}

}  // namespace lastmile::scenarios
