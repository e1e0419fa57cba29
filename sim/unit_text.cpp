#include "sim/unit_text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <span>

namespace lastmile {
namespace {

struct Unit {
  std::string_view name;
  double factor;  ///< base units in one of these
};
using Units = std::span<const Unit>;

constexpr double kKibi = 1024.0;
constexpr double kMebi = 1024.0 * 1024.0;
constexpr double kGibi = 1024.0 * 1024.0 * 1024.0;

constexpr Unit kDurations[] = {{"ns", 1},    {"us", 1e3},   {"ms", 1e6},
                               {"s", 1e9},   {"min", 60e9}, {"h", 3600e9}};
constexpr Unit kBytes[] = {{"B", 1},       {"kB", 1e3},    {"MB", 1e6},   {"GB", 1e9},
                           {"TB", 1e12},   {"KiB", kKibi}, {"MiB", kMebi}, {"GiB", kGibi}};
constexpr Unit kByteRates[] = {
    {"bps", 0.125},  {"kbps", 125},       {"Mbps", 125e3},    {"Gbps", 125e6},  {"bit/s", 0.125},
    {"kbit/s", 125}, {"Mbit/s", 125e3},   {"Gbit/s", 125e6},  {"B/s", 1},       {"kB/s", 1e3},
    {"MB/s", 1e6},   {"GB/s", 1e9},       {"KiB/s", kKibi},   {"MiB/s", kMebi}, {"GiB/s", kGibi}};
constexpr Unit kFlops[] = {
    {"FLOP", 1}, {"kFLOP", 1e3}, {"MFLOP", 1e6}, {"GFLOP", 1e9}, {"TFLOP", 1e12}};
constexpr Unit kFlopRates[] = {{"FLOP/s", 1},    {"kFLOP/s", 1e3},  {"MFLOP/s", 1e6},
                               {"GFLOP/s", 1e9}, {"TFLOP/s", 1e12}, {"PFLOP/s", 1e15}};
constexpr Unit kEventRates[] = {{"/s", 1}, {"/min", 1.0 / 60}, {"/h", 1.0 / 3600}, {"Hz", 1}};
constexpr Unit kFrequencies[] = {{"Hz", 1}, {"kHz", 1e3}, {"MHz", 1e6}, {"GHz", 1e9}};
constexpr Unit kJoules[] = {{"uJ", 1e-6}, {"mJ", 1e-3}, {"J", 1},
                            {"kJ", 1e3},  {"MJ", 1e6},  {"Wh", 3600}};
constexpr Unit kWatts[] = {{"uW", 1e-6}, {"mW", 1e-3}, {"W", 1}, {"kW", 1e3}};
constexpr Unit kDbm[] = {{"dBm", 1}};
constexpr Unit kMetres[] = {{"mm", 1e-3}, {"cm", 1e-2}, {"m", 1}, {"km", 1e3}};
constexpr Unit kSpeeds[] = {{"m/s", 1}, {"km/h", 1 / 3.6}};
constexpr Unit kDecibels[] = {{"dB", 1}};

std::string list_of(Units units) {
  std::string text;
  for (const Unit& unit : units) text += (text.empty() ? "" : ", ") + std::string(unit.name);
  return text;
}

std::string_view without_spaces(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// Splits a number off the front of `text`; false when there is none.
bool take_number(std::string_view& text, double& value) {
  text = without_spaces(text);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || !std::isfinite(value)) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  text = without_spaces(text);
  return true;
}

double parse(std::string_view text, const char* what, Units units) {
  std::string_view rest = text;
  double value = 0;
  const std::string given = "'" + std::string(text) + "'";
  if (!take_number(rest, value)) {
    throw ConfigError(given + " is not a " + what + ": write a number and a unit (" +
                      list_of(units) + ")");
  }
  if (rest.empty()) {
    throw ConfigError(given + " lacks a unit: a " + what + " is written with one of " +
                      list_of(units));
  }
  for (const Unit& unit : units) {
    if (unit.name == rest) return value * unit.factor;
  }
  throw ConfigError("unknown unit '" + std::string(rest) + "' in " + given + ": a " + what +
                    " is written with one of " + list_of(units));
}

double parse_positive(std::string_view text, const char* what, Units units) {
  const double value = parse(text, what, units);
  if (value < 0) {
    throw ConfigError("'" + std::string(text) + "' is negative: a " + what + " must not be");
  }
  return value;
}

/// Three significant digits; 999.6 stays "1000", which the choice of unit avoids.
std::string three_digits(double value) {
  char text[32];
  const double size = std::fabs(value);
  const int decimals = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

/// REQUIRES: units in ascending order.
std::string scaled(double value, Units units) {
  if (value == 0) return "0 " + std::string(units.front().name);
  const Unit* best = &units.front();
  for (const Unit& unit : units) {
    if (std::fabs(value) >= 0.9995 * unit.factor) best = &unit;
  }
  return three_digits(value / best->factor) + " " + std::string(best->name);
}

constexpr Unit kShownBits[] = {{"bps", 0.125}, {"kbps", 125}, {"Mbps", 125e3}, {"Gbps", 125e6}};

std::string minutes_and_more(std::int64_t whole_seconds) {
  const std::int64_t hours = whole_seconds / 3600, minutes = whole_seconds / 60 % 60;
  if (hours > 0) return std::to_string(hours) + " h " + std::to_string(minutes) + " min";
  return std::to_string(minutes) + " min " + std::to_string(whole_seconds % 60) + " s";
}

}  // namespace

Duration parse_duration(std::string_view text) {
  const double ns = parse_positive(text, "duration", kDurations);
  if (ns > 9.2e18) throw ConfigError("'" + std::string(text) + "' is longer than 292 years");
  return Duration(static_cast<std::int64_t>(std::nearbyint(ns)));
}
Bytes parse_bytes(std::string_view text) {
  return Bytes(parse_positive(text, "number of bytes", kBytes));
}
ByteRate parse_byte_rate(std::string_view text) {
  return ByteRate(parse_positive(text, "data rate", kByteRates));
}
Flops parse_flops(std::string_view text) {
  return Flops(parse_positive(text, "number of operations", kFlops));
}
FlopRate parse_flop_rate(std::string_view text) {
  return FlopRate(parse_positive(text, "computing rate", kFlopRates));
}
Hertz parse_event_rate(std::string_view text) {
  return Hertz(parse_positive(text, "rate of events", kEventRates));
}
Hertz parse_frequency(std::string_view text) {
  return Hertz(parse_positive(text, "frequency", kFrequencies));
}
Joules parse_joules(std::string_view text) {
  return Joules(parse_positive(text, "energy", kJoules));
}
Watts parse_watts(std::string_view text) {
  return Watts(parse_positive(text, "power in watts", kWatts));
}
Dbm parse_dbm(std::string_view text) { return Dbm(parse(text, "power in dBm", kDbm)); }
Metres parse_metres(std::string_view text) { return Metres(parse(text, "distance", kMetres)); }
Speed parse_speed(std::string_view text) { return Speed(parse_positive(text, "speed", kSpeeds)); }
Decibels parse_decibels(std::string_view text) {
  return Decibels(parse(text, "ratio in decibels", kDecibels));
}

double parse_number(std::string_view text) {
  std::string_view rest = text;
  double value = 0;
  if (!take_number(rest, value) || !rest.empty()) {
    throw ConfigError("'" + std::string(text) + "' is not a number");
  }
  return value;
}

std::string format_duration(Duration duration) {
  const std::int64_t ns = duration.count();
  if (ns >= 99'950'000'000) return minutes_and_more((ns + 500'000'000) / 1'000'000'000);
  return scaled(static_cast<double>(ns), Units(kDurations).first(4));
}
std::string format_bytes(Bytes bytes) { return scaled(bytes.value(), Units(kBytes).first(5)); }
std::string format_byte_rate(ByteRate rate) { return scaled(rate.value(), kShownBits); }
std::string format_flops(Flops flops) { return scaled(flops.value(), kFlops); }
std::string format_flop_rate(FlopRate rate) { return scaled(rate.value(), kFlopRates); }
std::string format_frequency(Hertz frequency) { return scaled(frequency.value(), kFrequencies); }
std::string format_joules(Joules energy) { return scaled(energy.value(), Units(kJoules).first(5)); }
std::string format_watts(Watts power) { return scaled(power.value(), kWatts); }
std::string format_dbm(Dbm power) { return exact_number(power.value()) + " dBm"; }
std::string format_metres(Metres distance) { return scaled(distance.value(), kMetres); }
std::string format_speed(Speed speed) { return three_digits(speed.value()) + " m/s"; }

std::string exact_number(double value) {
  std::array<char, 32> text{};
  const auto result = std::to_chars(text.data(), text.data() + text.size(), value);
  return std::string(text.data(), result.ptr);
}

}  // namespace lastmile
