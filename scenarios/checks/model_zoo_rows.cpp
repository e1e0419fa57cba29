// Networks of the zoo against published figures.
#include "models/data_file.hpp"
#include "models/zoo/zoo.hpp"
#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/checks/model_rows.hpp"
#include "sim/installation.hpp"

namespace lastmile::scenarios {
namespace {

constexpr double kTolerance = 0.01;

void add_networks(std::vector<Claim>& claims, const std::string& name_of_file) {
  const auto file = models::DataTable::read(home_folder() / "scenarios/checks" / name_of_file);
  for (const models::DataTable& network : file.tables("network")) {
    const std::string name = network.text("name"), source = network.origin().source;
    const models::Totals totals = models::zoo(name).totals();
    if (network.has("mmac"))
      claims.push_back(near(name + ": million multiply-accumulates", static_cast<double>(totals.macs) / 1e6,
                            network.positive("mmac"), kTolerance, source));
    if (!network.has("million_parameters")) continue;
    claims.push_back(near(name + ": million parameters",
                          static_cast<double>(totals.parameters()) / 1e6,
                          network.positive("million_parameters"), kTolerance, source));
  }
}

}  // namespace

std::vector<Claim> model_zoo_rows(const CheckOptions&) {
  std::vector<Claim> claims;
  add_networks(claims, "published_networks.toml");
  add_networks(claims, "published_other_networks.toml");
  return claims;
}

}  // namespace lastmile::scenarios
