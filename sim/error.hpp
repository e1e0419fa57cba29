// Two kinds of failure, never mixed.
//   ConfigError  the user's fault: says where, what, and what is allowed. Thrown anywhere, caught once in main; exit status 2.
//   SIM_CHECK    our fault: an invariant broke. Stays on in Release; the engine adds simulated time, event and seed; exit status 1.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace lastmile {

class ConfigError : public std::runtime_error {
 public:
  explicit ConfigError(const std::string& message) : std::runtime_error(message) {}
};

class InternalError : public std::logic_error {
 public:
  explicit InternalError(const std::string& message) : std::logic_error(message) {}
};

/// The name in `allowed` nearest to `given` by edit distance, or "" when nothing is near.
std::string nearest_name(std::string_view given, const std::vector<std::string>& allowed);

/// "unknown KIND 'GIVEN'; did you mean 'X'? Known: a, b, c" (the question only when something is near).
std::string unknown_name_message(std::string_view kind, std::string_view given,
                                 const std::vector<std::string>& allowed);

[[noreturn]] void check_failed(const char* expression, const char* file, int line,
                               const std::string& message);

}  // namespace lastmile

#define SIM_CHECK(condition, message)                                             \
  do {                                                                            \
    if (!(condition)) ::lastmile::check_failed(#condition, __FILE__, __LINE__, (message)); \
  } while (false)
