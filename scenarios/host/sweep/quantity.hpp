// What a text of a swept parameter measures: "8Mbps" is a byte rate, "wifi" is none.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace lastmile::scenarios {

struct Quantity {
  double value = 0;  ///< in the base unit
  std::string unit;  ///< the base unit as result files write it: "s", "B", "B/s", ...
};

/// Of all these texts, where one dimension fits every one of them.
std::optional<std::vector<Quantity>> quantities(const std::vector<std::string>& texts);

/// "8Mbps" scaled by 1.5 is "12Mbps", to six digits. REQUIRES: a number stands in front.
std::string scaled(const std::string& quantity, double by);

}  // namespace lastmile::scenarios
