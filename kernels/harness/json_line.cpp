#include "kernels/harness/json_line.hpp"

#include <cmath>
#include <cstdio>

namespace lastmile::kernels {
namespace {

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char code[8];
      std::snprintf(code, sizeof code, "\\u%04x", static_cast<unsigned>(c));
      result += code;
    } else {
      result += c;
    }
  }
  return result + "\"";
}

}  // namespace

JsonLine& JsonLine::add(std::string_view name, std::string_view value) { return add_json(name, quoted(value)); }

JsonLine& JsonLine::add(std::string_view name, double value) {
  char number[32] = "null";
  if (std::isfinite(value)) std::snprintf(number, sizeof number, "%.17g", value);
  return add_json(name, number);
}

JsonLine& JsonLine::add_json(std::string_view name, std::string_view json) {
  members_ += (members_.empty() ? "" : ", ") + quoted(name) + ": " + std::string(json);
  return *this;
}

std::string json_list(const std::vector<std::string>& items) {
  std::string list;
  for (const std::string& item : items) list += (list.empty() ? "" : ", ") + item;
  return "[" + list + "]";
}

}  // namespace lastmile::kernels
