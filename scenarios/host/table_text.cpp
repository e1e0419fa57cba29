#include "scenarios/host/table_text.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace lastmile::scenarios {
namespace {

struct Prefix {
  double by;
  const char* text;
};
constexpr Prefix kPrefixes[] = {{1e9, "G"}, {1e6, "M"}, {1e3, "k"}, {1, ""}, {1e-3, "m"}, {1e-6, "u"}, {1e-9, "n"}};

// Columns are counted in characters, not bytes.
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

}  // namespace

Scale scale_for(const std::string& unit, const std::vector<double>& values) {
  if (unit == "1" || unit == "nat") return {1, unit == "1" ? "" : unit};
  double largest = 0;
  for (const double v : values) {
    if (!std::isnan(v)) largest = std::max(largest, std::abs(v));
  }
  for (const Prefix& prefix : kPrefixes) {
    if (prefix.by < 1 && unit == "B") break;
    if (largest >= prefix.by) return {prefix.by, prefix.text + unit};
  }
  return {1, unit};
}

std::string short_number(double value) {
  if (std::isnan(value)) return "-";
  if (value == 0) return "0";
  const double size = std::abs(value);
  const int digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  char text[32];
  if (size < 0.001) std::snprintf(text, sizeof text, "%.1e", value);
  else std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

std::string aligned(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], width_of(row[c]));
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string blanks(widths[c] - width_of(row[c]), ' ');
      line += c == 0 ? row[c] + blanks : "  " + blanks + row[c];
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

}  // namespace lastmile::scenarios
