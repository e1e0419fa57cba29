#include "models/provenance.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "sim/error.hpp"

namespace lastmile::models {
namespace {

constexpr std::array<std::string_view, 4> names = {"measured", "calibrated", "published",
                                                   "assumed"};

}  // namespace

std::string_view to_string(Provenance provenance) {
  return names.at(static_cast<std::size_t>(provenance));
}

Provenance provenance(std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<Provenance>(found - names.begin());
  const std::vector<std::string> known(names.begin(), names.end());
  throw ConfigError(unknown_name_message("provenance", name, known));
}

Provenance weaker(Provenance a, Provenance b) { return std::max(a, b); }

}  // namespace lastmile::models
