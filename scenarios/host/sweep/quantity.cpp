#include "scenarios/host/sweep/quantity.hpp"

#include <cstdio>
#include <cstdlib>

#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {
namespace {

struct Dimension {
  const char* unit;
  double (*parse)(const std::string&);
};

constexpr Dimension kDimensions[] = {
    {"s", [](const std::string& t) { return to_seconds(parse_duration(t)); }},
    {"B", [](const std::string& t) { return parse_bytes(t).value(); }},
    {"B/s", [](const std::string& t) { return parse_byte_rate(t).value(); }},
    {"FLOP/s", [](const std::string& t) { return parse_flop_rate(t).value(); }},
    {"1/s", [](const std::string& t) { return parse_event_rate(t).value(); }},
    {"Hz", [](const std::string& t) { return parse_frequency(t).value(); }},
    {"J", [](const std::string& t) { return parse_joules(t).value(); }},
    {"W", [](const std::string& t) { return parse_watts(t).value(); }},
    {"dBm", [](const std::string& t) { return parse_dbm(t).value(); }},
    {"m", [](const std::string& t) { return parse_metres(t).value(); }},
    {"m/s", [](const std::string& t) { return parse_speed(t).value(); }},
    {"dB", [](const std::string& t) { return parse_decibels(t).value(); }},
};

std::optional<std::vector<Quantity>> as(const Dimension& dimension,
                                        const std::vector<std::string>& texts) {
  std::vector<Quantity> result;
  try {
    for (const std::string& text : texts) result.push_back({dimension.parse(text), dimension.unit});
  } catch (const ConfigError&) {
    return std::nullopt;
  }
  return result;
}

}  // namespace

std::optional<std::vector<Quantity>> quantities(const std::vector<std::string>& texts) {
  for (const Dimension& dimension : kDimensions) {
    if (auto found = as(dimension, texts)) return found;
  }
  return std::nullopt;
}

std::string scaled(const std::string& quantity, double by) {
  char* unit = nullptr;
  const double number = std::strtod(quantity.c_str(), &unit);
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", number * by);
  return std::string(text) + unit;
}

}  // namespace lastmile::scenarios
