// A value as a scenario wrote it, and the place where it did. Knows nothing of Lua.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lastmile {

struct Place {
  std::string file;
  int line = 0;
};
std::string to_string(const Place& place);  ///< "FILE:LINE", or "" for the place that nobody gave
/// Throws ConfigError "FILE:LINE: message".
[[noreturn]] void fail_at(const Place& place, const std::string& message);

struct Member;

/// A value as a scenario wrote it, with the place where it did.
struct Value {
  enum class Kind : std::uint8_t { nil, boolean, number, text, list, object, function };

  Value() = default;
  Value(bool given) : kind(Kind::boolean), boolean(given) {}
  Value(int given) : kind(Kind::number), number(given) {}
  Value(double given) : kind(Kind::number), number(given) {}
  Value(const char* given) : kind(Kind::text), text(given) {}
  Value(std::string given) : kind(Kind::text), text(std::move(given)) {}
  Value(std::vector<Value> given) : kind(Kind::list), list(std::move(given)) {}

  /// The member of that name, or null.
  [[nodiscard]] const Value* find(std::string_view name) const;

  Kind kind = Kind::nil;
  bool boolean = false;
  double number = 0;
  int function = 0;             ///< the host's handle of a function
  int order = 0;                ///< of an object: its rank among the constructors' calls
  std::string text;
  std::string tag;              ///< of an object: the constructor that made it, or ""
  std::vector<Value> list;
  std::vector<Member> members;  ///< of an object, sorted by name
  Place place;
};

struct Member {
  std::string name;
  Value value;
};

std::string describe(const Value& value);        ///< "the number 3", "the text 'x'", "a list of 2"
std::string canonical_text(const Value& value);  ///< one line; equal values give equal texts

}  // namespace lastmile
