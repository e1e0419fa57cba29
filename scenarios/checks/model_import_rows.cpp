// Networks of other frameworks: they import, and come to what the zoo's and others' figures say.
#include <algorithm>
#include <filesystem>

#include "models/data_file.hpp"
#include "models/network.hpp"
#include "models/onnx/export.hpp"
#include "models/zoo/zoo.hpp"
#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/checks/model_rows.hpp"
#include "sim/error.hpp"
#include "sim/installation.hpp"

namespace lastmile::scenarios {
namespace {

constexpr double kTolerance = 0.01;

double millions(std::int64_t count) { return static_cast<double>(count) * 1e-6; }

bool in_zoo(const std::string& name) {
  const auto& all = models::zoo_entries();
  return std::any_of(all.begin(), all.end(),
                     [&](const models::ZooEntry& entry) { return entry.name == name; });
}

void compare_with_zoo(std::vector<Claim>& claims, const models::DataTable& row,
                      const models::Totals& totals) {
  const std::string name = row.text("zoo"), file = row.text("file");
  if (!in_zoo(name))
    return claims.push_back(printed(file + ": against the zoo", 0, "the zoo has no " + name));
  const models::Totals zoo = models::zoo(name).totals();
  claims.push_back(near(file + ": million parameters against the zoo's " + name,
                        millions(totals.parameters()), millions(zoo.parameters()), kTolerance));
  const std::string macs = file + ": million multiply-accumulates against the zoo's " + name;
  if (!row.has("macs_differ"))
    return claims.push_back(near(macs, millions(totals.macs), millions(zoo.macs), kTolerance));
  claims.push_back(printed(macs, millions(totals.macs),
                           "not " + exact_number(millions(zoo.macs)) + ": " + row.text("macs_differ")));
}

void import_one(std::vector<Claim>& claims, const models::DataTable& row, const std::string& folder) {
  const std::string file = row.text("file"), path = folder + "/" + file, source = row.origin().source;
  std::error_code error;
  if (!std::filesystem::exists(path, error))
    return claims.push_back({file + ": imports", 0, "", std::nullopt, "skipped: there is no '" + path + "'"});
  try {
    models::ImportOptions shape_only;
    shape_only.weights = false;
    const models::Imported made = models::import_network(path, shape_only);
    const models::Totals totals = made.graph.totals();
    claims.push_back(at_least(file + ": imports; layers", static_cast<double>(made.graph.size()), 2, source));
    if (row.has("mmac"))
      claims.push_back(near(file + ": million multiply-accumulates", millions(totals.macs),
                            row.positive("mmac"), kTolerance, source));
    if (row.has("zoo")) compare_with_zoo(claims, row, totals);
  } catch (const ConfigError& refused) {
    claims.push_back({file + ": imports", 0, "without error", false, refused.what()});
  }
}

// How many networks of the zoo have an operator for each layer, and how many of these come back with other
// totals.
void round_trips(std::vector<Claim>& claims) {
  int written = 0, changed = 0;
  std::string left_out;
  for (const models::ZooEntry& entry : models::zoo_entries()) {
    const models::Graph graph = models::zoo(entry.name);
    std::string file;
    try {
      file = models::export_onnx(graph, {});
    } catch (const ConfigError&) {
      left_out += (left_out.empty() ? "no operator for a layer of " : ", ") + entry.name;
      continue;
    }
    models::ImportOptions shape_only;
    shape_only.weights = false;
    const models::Totals ours = graph.totals(),
                         back = models::import_onnx(file, entry.name, shape_only).graph.totals();
    ++written;
    if (back.macs != ours.macs || back.parameters() != ours.parameters()) ++changed;
  }
  claims.push_back(printed("networks of the zoo written as ONNX", written, left_out));
  claims.push_back(
      at_most("networks of the zoo that come back from ONNX with other MACs or parameters", changed, 0));
}

}  // namespace

std::vector<Claim> model_import_rows(const CheckOptions& options) {
  std::vector<Claim> claims;
  const auto table = models::DataTable::read(home_folder() / "scenarios/checks/imported_networks.toml");
  for (const models::DataTable& row : table.tables("network")) import_one(claims, row, options.data_folder);
  round_trips(claims);
  return claims;
}

}  // namespace lastmile::scenarios
