// Short ways to write claims.
#pragma once

#include <cmath>
#include <string>

#include "scenarios/host/checks.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::scenarios {

inline Claim at_most(std::string name, double value, double bar, std::string reason = "") {
  return {std::move(name), value, "<= " + exact_number(bar), value <= bar, std::move(reason)};
}

inline Claim at_least(std::string name, double value, double bar, std::string reason = "") {
  return {std::move(name), value, ">= " + exact_number(bar), value >= bar, std::move(reason)};
}

/// `tolerance` is relative.
inline Claim near(std::string name, double value, double expected, double tolerance,
                  std::string reason = "") {
  return {std::move(name), value,
          exact_number(expected) + ", relative error <= " + exact_number(tolerance),
          std::abs(value - expected) <= tolerance * std::abs(expected), std::move(reason)};
}

inline Claim printed(std::string name, double value, std::string reason) {
  return {std::move(name), value, "", std::nullopt, std::move(reason)};
}

}  // namespace lastmile::scenarios
