// What a scenario may say to one constructor, and the checked result of what it said.
//
// A Schema lists named parameters with kind, unit, range and default. parse() turns the Values that
// the host read into Parameters or throws ConfigError "FILE:LINE: ..." naming the key, the value,
// what is allowed, and the nearest spelling. Dimensioned parameters are texts with a unit; a bare
// number is an error. Checked: tests/unit/sim/schema_test.cpp
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/units.hpp"
#include "sim/value.hpp"

namespace lastmile {

enum class ParameterKind : std::uint8_t {
  flag, count, integer, number, text, choice, name, text_list, names, number_list,
  duration, bytes, byte_rate, flop_rate, event_rate, frequency, energy, power_watts, power_dbm,
  distance, speed, decibels, any
};
// count: a whole number from 0 on. name(s): of nodes or groups; `names` takes one text or a list.
// any: whatever was written, for the caller to look into; with choices: what those constructors
// made.

struct Parameter {
  std::string name;
  ParameterKind kind;
  std::string doc;
  std::optional<Value> fallback = std::nullopt;  ///< the default; none: may be required
  bool required = false;
  std::vector<std::string> choices = {};
  std::optional<double> low = std::nullopt;      ///< limits, in base units
  std::optional<double> high = std::nullopt;

  [[nodiscard]] Parameter between(double least, double most) const;
  [[nodiscard]] Parameter at_least(double least) const;
};

Parameter required(std::string name, ParameterKind kind, std::string doc);
/// Without a default: has() tells whether it was given.
Parameter optional(std::string name, ParameterKind kind, std::string doc);
Parameter optional(std::string name, ParameterKind kind, Value fallback, std::string doc);
/// Required, like the first.
Parameter choice(std::string name, std::vector<std::string> choices, std::string doc);
Parameter choice(std::string name, std::vector<std::string> choices, Value fallback,
                 std::string doc);
/// Optional: what one of these constructors made, e.g. {"disc", "grid"}.
Parameter made_by(std::string name, std::vector<std::string> constructors, std::string doc);

struct Schema {
  std::string name;  ///< of the constructor: errors say "in NAME{}"
  std::vector<Parameter> parameters;
};

/// Checked parameters. Getters: asking for what the schema lacks, or as another kind, is our bug.
class Parameters {
 public:
  Parameters() = default;
  [[nodiscard]] bool has(std::string_view name) const;  ///< given, or has a default
  [[nodiscard]] bool flag(std::string_view name) const;
  [[nodiscard]] std::int64_t count(std::string_view name) const;
  [[nodiscard]] std::int64_t integer(std::string_view name) const;
  [[nodiscard]] double number(std::string_view name) const;
  [[nodiscard]] const std::string& text(std::string_view name) const;  ///< also choice and name
  [[nodiscard]] std::vector<std::string> texts(std::string_view name) const;  ///< text_list, names
  [[nodiscard]] std::vector<double> numbers(std::string_view name) const;
  [[nodiscard]] Duration duration(std::string_view name) const;
  [[nodiscard]] Bytes bytes(std::string_view name) const;
  [[nodiscard]] ByteRate byte_rate(std::string_view name) const;
  [[nodiscard]] FlopRate flop_rate(std::string_view name) const;
  [[nodiscard]] Hertz event_rate(std::string_view name) const;
  [[nodiscard]] Hertz frequency(std::string_view name) const;
  [[nodiscard]] Joules energy(std::string_view name) const;
  [[nodiscard]] Watts watts(std::string_view name) const;
  [[nodiscard]] Dbm dbm(std::string_view name) const;
  [[nodiscard]] Metres distance(std::string_view name) const;
  [[nodiscard]] Speed speed(std::string_view name) const;
  [[nodiscard]] Decibels decibels(std::string_view name) const;
  [[nodiscard]] const Value& raw(std::string_view name) const;
  [[nodiscard]] const Place& place() const { return place_; }  ///< of the constructor's call
  [[nodiscard]] const Place& place(std::string_view name) const;
  /// "{alpha = 0.5, name = 'x'}", in the schema's order, defaults included: for provenance.
  [[nodiscard]] std::string canonical() const;

 private:
  struct Entry {
    ParameterKind kind;
    Member member;
  };
  [[nodiscard]] const Entry* find(std::string_view name) const;
  [[nodiscard]] const Value& get(std::string_view name, ParameterKind kind) const;
  friend Parameters parse(const Schema&, const Value&, const Place&);

  Place place_;
  std::vector<Entry> entries_;
};

/// REQUIRES: `values` is an object or nil (nothing given). `where` is used where a value has no
/// place.
Parameters parse(const Schema& schema, const Value& values, const Place& where);

/// A value of that kind from a text of the command line ("3", "true", "20ms", "a,b").
Value value_from_text(ParameterKind kind, const std::string& text);

std::string kind_name(ParameterKind kind);  ///< "duration", "whole number from 0 on", ...

}  // namespace lastmile
