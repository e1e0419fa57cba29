#include "scenarios/host/arguments.hpp"

#include <algorithm>
#include <charconv>
#include <thread>

#include "sim/error.hpp"

namespace lastmile::scenarios {

class ArgumentParser {
 public:
  ArgumentParser(const CommandSpec& spec, const std::vector<std::string>& words)
      : spec_(spec), words_(words) {}

  Arguments parse() {
    result_.command_line_ = "lastmile " + spec_.name;
    for (const std::string& word : words_) result_.command_line_ += " " + word;
    while (at_ < words_.size()) take(words_[at_++]);
    if (result_.positional_.size() < needed() && spec_.positional_required) {
      fail(spec_.positional + " is missing");
    }
    result_.positional_.resize(
        std::max({std::size_t{1}, declared(), result_.positional_.size()}));
    return std::move(result_);
  }

 private:
  [[noreturn]] void fail(const std::string& message) const {
    throw ConfigError("lastmile " + spec_.name + ": " + message + " (see lastmile " + spec_.name +
                      " --help)");
  }
  void take(const std::string& word) {
    if (word.rfind("--", 0) == 0 && word.size() > 2) {
      take_option(word.substr(2));
    } else if (word.size() > 1 && word[0] == '-') {
      fail("unknown option '" + word + "': options are long, as in --help");
    } else {
      take_positional(word);
    }
  }
  void take_positional(const std::string& word) {
    if (spec_.positional.empty()) fail("takes no argument, got '" + word + "'");
    if (result_.positional_.size() == declared() && !spec_.positional.ends_with("..."))
      fail("takes one " + spec_.positional + ", got '" + word + "' too");
    result_.positional_.push_back(word);
  }
  std::size_t declared() const {
    const auto spaces = std::count(spec_.positional.begin(), spec_.positional.end(), ' ');
    return spec_.positional.empty() ? 0 : static_cast<std::size_t>(spaces) + 1;
  }
  /// What stands in brackets may be left out.
  std::size_t needed() const {
    const auto optional = std::count(spec_.positional.begin(), spec_.positional.end(), '[');
    return declared() - static_cast<std::size_t>(optional);
  }
  const OptionSpec& find(const std::string& name) const {
    std::vector<std::string> known;
    for (const OptionSpec& option : spec_.options) {
      if (option.name == name) return option;
      known.push_back("--" + option.name);
    }
    fail(unknown_name_message("option", "--" + name, known));
  }
  void take_option(const std::string& word) {
    const std::size_t equals = word.find('=');
    const OptionSpec& option = find(word.substr(0, equals));
    std::string value;
    if (option.value.empty()) {
      if (equals != std::string::npos) fail("--" + option.name + " takes no value");
    } else if (equals != std::string::npos) {
      value = word.substr(equals + 1);
    } else if (at_ < words_.size()) {
      value = words_[at_++];
    } else {
      fail("--" + option.name + " needs " + option.value);
    }
    check(option, value);
    std::vector<std::string>& values = result_.values_[option.name];
    if (!values.empty() && !option.repeat) fail("--" + option.name + " is given twice");
    values.push_back(value);
  }
  void check(const OptionSpec& option, const std::string& value) const {
    const auto& known = option.choices;
    if (known.empty() || std::find(known.begin(), known.end(), value) != known.end()) return;
    fail("--" + option.name + ": " + unknown_name_message("value", value, known));
  }

  const CommandSpec& spec_;
  const std::vector<std::string>& words_;
  std::size_t at_ = 0;
  Arguments result_;
};

std::optional<std::string> Arguments::text(const std::string& option) const {
  const auto found = values_.find(option);
  if (found == values_.end()) return std::nullopt;
  return found->second.front();
}

std::vector<std::string> Arguments::texts(const std::string& option) const {
  const auto found = values_.find(option);
  return found == values_.end() ? std::vector<std::string>{} : found->second;
}

std::optional<std::int64_t> Arguments::count(const std::string& option, std::int64_t least) const {
  const std::optional<std::string> given = text(option);
  if (!given) return std::nullopt;
  std::int64_t value = 0;
  const char* const end = given->data() + given->size();
  const auto [stop, error] = std::from_chars(given->data(), end, value);
  if (error != std::errc() || stop != end || value < least || value > 1'000'000'000) {
    throw ConfigError("--" + option + ": expected a whole number from " + std::to_string(least) +
                      " on, got '" + *given + "'");
  }
  return value;
}

int Arguments::count_or_cores(const std::string& option) const {
  return static_cast<int>(count(option, 1).value_or(std::max(1U, std::thread::hardware_concurrency())));
}

Arguments parse_arguments(const CommandSpec& spec, const std::vector<std::string>& words) {
  return ArgumentParser(spec, words).parse();
}

std::string help_text(const CommandSpec& spec) {
  std::string text = "usage: lastmile " + spec.name;
  if (!spec.positional.empty()) {
    text += spec.positional_required ? " " + spec.positional : " [" + spec.positional + "]";
  }
  if (!spec.options.empty()) text += " [options]";
  text += "\n\n" + spec.summary + "\n";
  if (!spec.options.empty()) text += "\noptions:\n";
  for (const OptionSpec& option : spec.options) {
    std::string left = "  --" + option.name + (option.value.empty() ? "" : " " + option.value);
    left.resize(std::max<std::size_t>(left.size() + 2, 26), ' ');
    text += left + option.doc + (option.repeat ? " (may be repeated)" : "") + "\n";
  }
  return text;
}

}  // namespace lastmile::scenarios
