// The fluid network against the packet level on a grid that it was not fitted to, and Wi-Fi against
// Bianchi's model.
#include "scenarios/checks/fluid_rows.hpp"

namespace lastmile::scenarios {
namespace {

std::vector<Claim> run(const CheckOptions&) {
  std::vector<Claim> claims = bianchi_claims();
  for (Claim& claim : fluid_grid_claims(false)) claims.push_back(std::move(claim));
  return claims;
}

const CheckRegistration registration{
    {"fluid", "fluid on a held-out grid against the packet level (minutes); Bianchi", {}, run}};

}  // namespace
}  // namespace lastmile::scenarios
