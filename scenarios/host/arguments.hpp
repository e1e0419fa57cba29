// The command line of one verb, declared once: parsing, errors and --help come from the
// declaration.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lastmile::scenarios {

struct OptionSpec {
  std::string name;                  ///< without "--"
  std::string value;                 ///< what follows, e.g. "FILE"; "" for a flag
  std::string doc;
  bool repeat = false;
  std::vector<std::string> choices = {};
};

struct CommandSpec {
  std::string name;
  std::string positional;  ///< "[x] FILE": one or two; "NETWORK...": one or more;
                           ///< e.g. "SCENARIO"; "" for none; "trace FILE" for two
  std::string summary;
  std::vector<OptionSpec> options;
  bool positional_required = true;
};

class Arguments {
 public:
  [[nodiscard]] bool has(const std::string& option) const { return values_.count(option) > 0; }
  [[nodiscard]] std::optional<std::string> text(const std::string& option) const;
  [[nodiscard]] std::vector<std::string> texts(const std::string& option) const;
  /// A whole number of at least `least`; ConfigError otherwise.
  [[nodiscard]] std::optional<std::int64_t> count(const std::string& option,
                                                  std::int64_t least) const;
  /// The same, from 1 on; as many as the machine has processors if it is not given.
  [[nodiscard]] int count_or_cores(const std::string& option) const;
  [[nodiscard]] const std::string& positional(std::size_t i = 0) const { return positional_[i]; }
  [[nodiscard]] const std::vector<std::string>& positionals() const { return positional_; }
  [[nodiscard]] const std::string& command_line() const { return command_line_; }

 private:
  friend class ArgumentParser;
  std::map<std::string, std::vector<std::string>> values_;
  std::vector<std::string> positional_;  // as many as declared; "" where not given
  std::string command_line_;
};

/// Options are `--key value` or `--key=value`; anything unknown is a ConfigError with the nearest
/// name.
Arguments parse_arguments(const CommandSpec& spec, const std::vector<std::string>& words);
std::string help_text(const CommandSpec& spec);

}  // namespace lastmile::scenarios
