// One JSON object on one line: what the timing program answers.
// Tests: tests/unit/kernels/harness_session_test.cpp
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lastmile::kernels {

class JsonLine {
 public:
  JsonLine& add(std::string_view name, std::string_view value);  ///< a text
  JsonLine& add(std::string_view name, const char* value) { return add(name, std::string_view(value)); }
  JsonLine& add(std::string_view name, double value);  ///< 17 digits; null when it is not finite
  JsonLine& add(std::string_view name, int value) { return add(name, static_cast<double>(value)); }
  JsonLine& add(std::string_view name, bool value) { return add_json(name, value ? "true" : "false"); }
  JsonLine& add_json(std::string_view name, std::string_view json);
  /// "{...}", without the end of the line.
  [[nodiscard]] std::string text() const { return "{" + members_ + "}"; }

 private:
  std::string members_;
};

std::string json_list(const std::vector<std::string>& items);

}  // namespace lastmile::kernels
