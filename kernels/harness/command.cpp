#include "kernels/harness/command.hpp"

#include <charconv>
#include <sstream>
#include <stdexcept>

namespace lastmile::kernels {
namespace {

constexpr std::string_view kStates[] = {"warm", "l3", "dram"};

[[noreturn]] void refuse(std::string_view option, std::string_view value, const std::string& allowed) {
  throw std::invalid_argument(std::string(option) + "=" + std::string(value) + ": allowed: " + allowed);
}

template <class Number>
Number number(std::string_view option, std::string_view value, Number least, Number most) {
  Number read{};
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), read);
  const bool whole = error == std::errc() && end == value.data() + value.size();
  if (whole && read >= least && read <= most) return read;
  std::ostringstream allowed;
  allowed << least << " to " << most;
  refuse(option, value, allowed.str());
}

CacheState state_from(std::string_view value) {
  for (std::size_t i = 0; i < std::size(kStates); ++i)
    if (kStates[i] == value) return static_cast<CacheState>(i);
  refuse("state", value, "warm, l3, dram");
}

Isa runnable_isa(std::string_view value) {
  std::string names;
  for (const Isa isa : runnable_isas()) {
    if (to_string(isa) == value) return isa;
    names += (names.empty() ? "" : ", ") + std::string(to_string(isa));
  }
  refuse("isa", value, names + " (what this processor runs)");
}

std::vector<int> two_cpus(std::string_view value) {
  const std::size_t comma = value.find(',');
  if (comma == std::string_view::npos) refuse("cpus", value, "two numbers, e.g. 0,1");
  return {number("cpus", value.substr(0, comma), 0, 1023), number("cpus", value.substr(comma + 1), 0, 1023)};
}

/// False if the word is no option, but the beginning of what follows.
bool read_option(Command& command, std::string_view word) {
  const std::size_t is = word.find('=');
  if (is == std::string_view::npos) return false;
  const std::string_view name = word.substr(0, is), value = word.substr(is + 1);
  if (name == "repeats") {
    command.timing.repeats = number("repeats", value, 1, 100000);
  } else if (name == "most_s") {
    command.timing.most_s = number("most_s", value, 0.0, 3600.0);
  } else if (name == "state") {
    command.state = state_from(value);
  } else if (name == "isa") {
    command.isa = runnable_isa(value);
  } else if (name == "cpus") {
    command.cpus = two_cpus(value);
  } else if (name == "rounds") {
    command.rounds = number("rounds", value, 1, 10000);
  } else if (name == "window_s") {
    command.window_s = number("window_s", value, 0.001, 60.0);
  } else {
    refuse(name, value, "the options repeats, most_s, state, isa, cpus, rounds, window_s");
  }
  return true;
}

}  // namespace

std::string_view to_string(CacheState state) { return kStates[static_cast<std::size_t>(state)]; }

Command parse_command(std::string_view line) {
  std::istringstream words{std::string(line)};
  Command command;
  words >> command.name;
  std::string word;
  while (words >> word && read_option(command, word)) {
  }
  if (words) {
    std::getline(words, command.rest);
    command.rest = word + command.rest;
  }
  return command;
}

}  // namespace lastmile::kernels
