#include "models/measure/timings.hpp"

#include <sys/utsname.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include "kernels/call.hpp"
#include "sim/error.hpp"
#include "sim/random.hpp"

namespace lastmile::models {
namespace {

constexpr const char* kTitle = "lastmile timings 1";

std::string checksum(std::string_view text) {
  std::ostringstream out;
  out << std::hex << stable_hash(text);
  return out.str();
}

std::string body_text(const Timings& timings) {
  std::string text = std::string(kTitle) + "\narchitecture " + timings.architecture + "\nisa " + timings.isa +
                     "\ncpu " + timings.cpu + "\nenvironment " + timings.environment + "\n";
  for (const auto& [call, time] : timings.calls) text += "time " + time_text(time, call) + "\n";
  return text;
}

class Parser {
 public:
  Parser(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  Timings parse() {
    std::istringstream lines{std::string(text_)};
    std::size_t read = 0;
    for (std::string line; std::getline(lines, line);) {
      ++number_;
      if (done_) refuse("nothing may follow the checksum");
      if (number_ == 1 && line != kTitle) refuse("expected '" + std::string(kTitle) + "'");
      if (number_ > 1) take(line, read);
      read += line.size() + 1;
    }
    if (!done_) refuse("the checksum is missing: the file is cut off");
    if (timings_.architecture.empty()) refuse("the architecture is missing");
    return std::move(timings_);
  }

 private:
  [[noreturn]] void refuse(const std::string& why) const {
    throw ConfigError(file_ + ":" + std::to_string(number_) + ": " + why);
  }

  void take(const std::string& line, std::size_t read) {
    const std::size_t blank = line.find(' ');
    const std::string word = line.substr(0, blank);
    const std::string rest = blank == std::string::npos ? "" : line.substr(blank + 1);
    if (word == "architecture") {
      timings_.architecture = rest;
    } else if (word == "isa") {
      timings_.isa = rest;
    } else if (word == "cpu") {
      timings_.cpu = rest;
    } else if (word == "environment") {
      timings_.environment = rest;
    } else if (word == "time") {
      take_time(rest);
    } else if (word == "checksum") {
      if (rest != checksum(text_.substr(0, read))) refuse("the checksum does not fit: the file was edited");
      done_ = true;
    } else {
      refuse(unknown_name_message("word", word,
                                  {"architecture", "isa", "cpu", "environment", "time", "checksum"}));
    }
  }

  void take_time(const std::string& rest) {
    try {
      const auto [time, what] = parse_time(rest);
      if (time.seconds <= 0) refuse("the time of '" + what + "' is not above 0");
      const std::string call = kernels::text(kernels::parse_call(what));
      if (!timings_.calls.emplace(call, time).second) refuse("call '" + call + "' is given twice");
    } catch (const std::invalid_argument& error) {
      refuse(error.what());
    } catch (const ConfigError& error) {
      if (std::string_view(error.what()).substr(0, file_.size()) == file_) throw;
      refuse(error.what());
    }
  }

  std::string_view text_;
  const std::string& file_;
  Timings timings_;
  std::size_t number_ = 0;
  bool done_ = false;
};

}  // namespace

std::string timings_text(const Timings& timings) {
  const std::string body = body_text(timings);
  return body + "checksum " + checksum(body) + "\n";
}

Timings parse_timings(std::string_view text, const std::string& file) { return Parser(text, file).parse(); }

Timings read_timings(const std::string& file) {
  std::error_code error;
  std::ifstream in(file, std::ios::binary);
  if (!in || !std::filesystem::is_regular_file(file, error))
    throw ConfigError("cannot read timings '" + file + "'");
  return parse_timings(std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()},
                       file);
}

void write_timings(const Timings& timings, const std::string& file) {
  std::ofstream out(file, std::ios::binary);
  out << timings_text(timings);
  out.close();
  if (!out) throw ConfigError("cannot write timings '" + file + "'");
}

std::string own_architecture() {
  utsname name{};
  uname(&name);
  return name.machine;
}

void check_architecture(const Timings& timings, const std::string& architecture, const std::string& file) {
  if (timings.architecture == architecture) return;
  throw ConfigError(file + ": measured on '" + timings.architecture + "', but this machine is '" +
                    architecture + "'");
}

}  // namespace lastmile::models
