// Reads JSON that other programs wrote: one value, strictly after RFC 8259, and refuses what is not.
//
// Refused    anything after the value, comments, trailing commas, names given twice in one object, numbers that
//            are not finite in a double, control characters in texts, half surrogates, nesting above 64
// Errors     ConfigError with line and column for damage; with the place of a value inside the document
//            ("steps[3].median_s") when it is missing or of another kind
// Tests      tests/unit/models/json_reader_test.cpp
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace lastmile::models {

class Json {
 public:
  using List = std::vector<Json>;
  using Members = std::vector<std::pair<std::string, Json>>;  ///< in the order of the text
  using Value = std::variant<std::nullptr_t, bool, double, std::string, List, Members>;

  static Json parse(std::string_view text);

  Json(Value value, std::string place) : value_(std::move(value)), place_(std::move(place)) {}
  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::nullptr_t>(value_); }
  [[nodiscard]] bool is_number() const { return std::holds_alternative<double>(value_); }
  [[nodiscard]] bool is_text() const { return std::holds_alternative<std::string>(value_); }
  [[nodiscard]] bool is_list() const { return std::holds_alternative<List>(value_); }
  [[nodiscard]] bool is_object() const { return std::holds_alternative<Members>(value_); }

  // ConfigError when it is of another kind.
  [[nodiscard]] bool boolean() const;
  [[nodiscard]] double number() const;
  [[nodiscard]] const std::string& text() const;
  [[nodiscard]] const List& list() const;
  [[nodiscard]] const Members& members() const;

  [[nodiscard]] const Json* find(std::string_view name) const;  ///< null if there is no such member
  [[nodiscard]] const Json& at(std::string_view name) const;    ///< ConfigError if there is none
  [[nodiscard]] const std::string& place() const { return place_; }

 private:
  template <class Kind>
  const Kind& get(const char* name) const;

  Value value_;
  std::string place_;  ///< empty: the document
};

}  // namespace lastmile::models
