#include "network/mobility/holes.hpp"

namespace lastmile::network {

bool inside(const CoverageHole& hole, const Position& place) {
  const double x = place.x_m - hole.centre.x_m, y = place.y_m - hole.centre.y_m;
  return x * x + y * y <= hole.radius_m * hole.radius_m;
}

double hole_loss_db(const std::vector<CoverageHole>& holes, const Position& a, const Position& b) {
  double loss = 0;
  for (const CoverageHole& hole : holes) {
    if (inside(hole, a) || inside(hole, b)) loss += hole.loss_db;
  }
  return loss;
}

}  // namespace lastmile::network
