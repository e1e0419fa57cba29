// Networks against published figures, devices against their own measurements, cuts against all
// cuts.
#include <algorithm>
#include <cstdint>
#include <vector>

#include "models/cost.hpp"
#include "models/data_file.hpp"
#include "models/min_cut.hpp"
#include "models/zoo/zoo.hpp"
#include "scenarios/checks/claim_forms.hpp"
#include "sim/random.hpp"

namespace lastmile::scenarios {
namespace {

constexpr double kTolerance = 0.01;
constexpr int kGraphs = 300;

void add_networks(std::vector<Claim>& claims) {
  const auto file =
      models::DataTable::read(LASTMILE_SCENARIOS_FOLDER "/checks/published_networks.toml");
  for (const models::DataTable& network : file.tables("network")) {
    const std::string name = network.text("name"), source = network.origin().source;
    const models::Totals totals = models::zoo(name).totals();
    claims.push_back(near(name + ": million multiply-accumulates",
                          static_cast<double>(totals.macs) / 1e6, network.positive("mmac"),
                          kTolerance, source));
    if (!network.has("million_parameters")) continue;
    claims.push_back(near(name + ": million parameters",
                          static_cast<double>(totals.parameters()) / 1e6,
                          network.positive("million_parameters"), kTolerance, source));
  }
}

void add_devices(std::vector<Claim>& claims) {
  const auto library = models::DeviceLibrary::load(models::default_data_folder() / "devices");
  for (const std::string& name : library.names()) {
    for (const models::Processor& processor : library.find(name).processors) {
      const models::Residual& residual = processor.residual;
      claims.push_back(
          printed(name + ", " + processor.name + ": relative error on networks held out",
                  residual.held_out_mape,
                  std::string(models::to_string(residual.origin.provenance)) + ", " +
                      std::to_string(residual.n) + " measurements: " + residual.origin.source));
    }
  }
}

struct Arc {
  std::size_t from, to;
  std::int64_t capacity;
};

std::int64_t value(const std::vector<Arc>& arcs, const std::vector<bool>& side) {
  std::int64_t sum = 0;
  for (const Arc& a : arcs) {
    if (side[a.from] && !side[a.to]) sum += a.capacity;
  }
  return sum;
}

// Vertex 0 is the source, the last the sink.
std::int64_t best_of_all(const std::vector<Arc>& arcs, std::size_t vertices) {
  std::int64_t best = INT64_MAX;
  for (std::uint64_t set = 1; set < (std::uint64_t{1} << (vertices - 1)); set += 2) {
    std::vector<bool> side(vertices);
    for (std::size_t v = 0; v < vertices; ++v) side[v] = ((set >> v) & 1) != 0;
    best = std::min(best, value(arcs, side));
  }
  return best;
}

Claim exact_cuts() {
  RandomStream random(1, "check/cuts");
  std::int64_t worst = 0;
  for (int i = 0; i < kGraphs; ++i) {
    const std::size_t vertices = 4 + random.below(6);
    std::vector<Arc> arcs(random.below(4 * vertices));
    for (Arc& a : arcs) {
      a = {random.below(vertices), random.below(vertices),
           static_cast<std::int64_t>(random.below(1000))};
    }
    models::MinCut cut(vertices);
    for (const Arc& a : arcs) cut.arc(a.from, a.to, a.capacity);
    worst = std::max(worst,
                     value(arcs, cut.source_side(0, vertices - 1)) - best_of_all(arcs, vertices));
  }
  return at_most("partition: what a cut costs above the best of all cuts, " +
                     std::to_string(kGraphs) + " random graphs",
                 static_cast<double>(worst), 0);
}

std::vector<Claim> run(const CheckOptions&) {
  std::vector<Claim> claims;
  add_networks(claims);
  claims.push_back(exact_cuts());
  add_devices(claims);
  return claims;
}

const CheckRegistration registration{
    {"models",
     "networks against published figures, exact cuts, errors of the device models",
     {},
     run}};

}  // namespace
}  // namespace lastmile::scenarios
