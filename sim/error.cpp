#include "sim/error.hpp"

#include <algorithm>
#include <numeric>

namespace lastmile {
namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string nearest_name(std::string_view given, const std::vector<std::string>& allowed) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(2, given.size() / 2) + 1;
  for (const std::string& name : allowed) {
    const std::size_t distance = edit_distance(given, name);
    if (distance < best_distance) {
      best_distance = distance;
      best = name;
    }
  }
  return best;
}

std::string unknown_name_message(std::string_view kind, std::string_view given,
                                 const std::vector<std::string>& allowed) {
  std::string text = "unknown " + std::string(kind) + " '" + std::string(given) + "'";
  const std::string near = nearest_name(given, allowed);
  if (!near.empty()) text += "; did you mean '" + near + "'?";
  text += near.empty() ? "; known: " : " Known: ";
  for (std::size_t i = 0; i < allowed.size(); ++i) text += (i ? ", " : "") + allowed[i];
  return text;
}

void check_failed(const char* expression, const char* file, int line, const std::string& message) {
  throw InternalError(std::string(file) + ":" + std::to_string(line) + ": check failed: " +
                      expression + ": " + message);
}

}  // namespace lastmile
