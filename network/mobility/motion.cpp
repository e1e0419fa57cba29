#include "network/mobility/motion.hpp"

#include <cmath>

namespace lastmile::network {

double distance_m(const Position& a, const Position& b) {
  const double x = a.x_m - b.x_m, y = a.y_m - b.y_m, z = a.z_m - b.z_m;
  return std::sqrt(x * x + y * y + z * z);
}

}  // namespace lastmile::network
