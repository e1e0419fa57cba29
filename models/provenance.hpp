// Where a number comes from. Every group of numbers in a data file carries an Origin.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lastmile::models {

/// From strongest to weakest: a comparison with < means "better founded".
enum class Provenance : std::uint8_t { measured, calibrated, published, assumed };

std::string_view to_string(Provenance provenance);
Provenance provenance(std::string_view name);  ///< throws ConfigError with the nearest name
Provenance weaker(Provenance a, Provenance b);

struct Origin {
  Provenance provenance = Provenance::assumed;
  std::string source;
};

}  // namespace lastmile::models
