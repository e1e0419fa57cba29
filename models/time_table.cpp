#include "models/time_table.hpp"

#include <charconv>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "kernels/call.hpp"
#include "models/data_file.hpp"
#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::models {
namespace {

double number(std::string_view word, std::string_view line) {
  double value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  const bool good = error == std::errc() && end == word.data() + word.size() && std::isfinite(value);
  if (!good || value < 0) {
    throw ConfigError("'" + std::string(word) + "' in '" + std::string(line) +
                      "': expected a number that is not negative (SECONDS SPREAD NAME)");
  }
  return value;
}

std::vector<std::string> names_in(const std::string& text) {
  constexpr std::string_view between = " + ";
  std::vector<std::string> names;
  std::size_t at = 0;
  while (true) {
    const std::size_t next = text.find(between, at);
    names.push_back(text.substr(at, next - at));
    if (names.back().empty()) throw ConfigError("'" + text + "': a layer without a name");
    if (next == std::string::npos) return names;
    at = next + between.size();
  }
}

void add_layers(const std::string& line, TimeTable& read) {
  const auto [time, rest] = parse_time(line);
  const std::vector<std::string> names = names_in(rest);
  for (const std::string& name : names) {
    const bool again = read.layers.count(name) + read.run_with.count(name) > 0;
    if (again) throw ConfigError("layer '" + name + "' is given twice");
    if (name == names.front())
      read.layers[name] = time;
    else
      read.run_with[name] = names.front();
  }
}

void add_kernel(const std::string& line, TimeTable& read) {
  const auto [time, rest] = parse_time(line);
  try {
    const std::string call = kernels::text(kernels::parse_call(rest));
    if (!read.kernels.emplace(call, time).second) throw ConfigError("call '" + call + "' is given twice");
  } catch (const std::invalid_argument& error) {
    throw ConfigError("'" + rest + "': " + error.what());
  }
}

void read_whole(const DataTable& table, TimeTable& read) {
  if (!table.has("seconds")) return;
  read.whole = {table.positive("seconds"), table.number("noise_relative")};
}

}  // namespace

std::pair<MeasuredTime, std::string> parse_time(std::string_view text) {
  const std::size_t first = text.find(' ');
  const std::size_t second = first == text.npos ? text.npos : text.find(' ', first + 1);
  if (second == text.npos || second + 1 == text.size()) {
    throw ConfigError("'" + std::string(text) + "': expected SECONDS SPREAD NAME");
  }
  const MeasuredTime time{number(text.substr(0, first), text),
                          number(text.substr(first + 1, second - first - 1), text)};
  return {time, std::string(text.substr(second + 1))};
}

std::string time_text(const MeasuredTime& time, std::string_view what) {
  return exact_number(time.seconds) + " " + exact_number(time.noise_relative) + " " + std::string(what);
}

TimeTable read_time_table(const DataTable& table) {
  table.allow({"network", "batch", "seconds", "noise_relative", "layers", "kernels"});
  TimeTable read;
  if (table.has("network")) read.network = table.text("network");
  if (table.has("batch")) read.batch = static_cast<int>(table.positive("batch"));
  read_whole(table, read);
  const char* key = "layers";
  try {
    if (table.has("layers")) {
      for (const std::string& line : table.texts("layers")) add_layers(line, read);
    }
    key = "kernels";
    if (table.has("kernels")) {
      for (const std::string& line : table.texts("kernels")) add_kernel(line, read);
    }
  } catch (const ConfigError& error) {
    table.refuse(key, std::string("is wrong: ") + error.what());
  }
  const bool of_network = read.whole.seconds > 0 || !read.layers.empty();
  if (of_network == read.network.empty())
    table.refuse("network", "and times of it or of its layers go together");
  if (!of_network && read.kernels.empty()) table.refuse("kernels", "are missing: the group has no times");
  read.origin = table.origin();
  return read;
}

}  // namespace lastmile::models
