// Kernels beside kernels on one machine: predicted against measured slowdown, on kernels that the fit has not seen.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>
#include <sstream>

#include "models/data_file.hpp"
#include "models/interference_fit.hpp"
#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/checks/compute_rows.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

constexpr const char* kMachine = "epyc-zen4-2-cores";

std::vector<models::CorunRow> rows_of(const std::string& part,
                                      models::Placement placement = models::Placement::two_processors) {
  const auto file = models::default_data_folder() / "interference" / (kMachine + ("." + part) + ".jsonl");
  std::ifstream in(file);
  if (!in) throw ConfigError("cannot read " + file.string());
  std::stringstream text;
  text << in.rdbuf();
  return models::read_corun_rows(text.str(), placement);
}

double shared_calls(const std::vector<models::CorunRow>& fitted, const std::vector<models::CorunRow>& held_out) {
  std::set<std::string> seen, twice;
  for (const models::CorunRow& row : fitted) seen.insert(row.call);
  for (const models::CorunRow& row : held_out)
    if (seen.count(row.call) > 0) twice.insert(row.call);
  return static_cast<double>(twice.size());
}

// In time slices of one processor each of two gets half of it, and nothing else is modelled.
double slices_error(const std::vector<models::CorunRow>& slices) {
  double sum = 0;
  for (const models::CorunRow& row : slices) sum += std::abs(row.slowdown - 2) / static_cast<double>(slices.size());
  return sum;
}

std::string of_rows(const models::InterferenceError& error) {
  return std::to_string(error.rows) + " slowdowns of pairs; mean error " + exact_number(error.mean_error) +
         ", best constant " + exact_number(error.best_constant_error);
}

double refit_difference(const models::Interference& kept, const std::vector<models::CorunRow>& fitted) {
  const models::Interference again = models::fit_interference(fitted, kept.private_cache_bytes);
  double most = 0;
  for (const models::CorunRow& row : fitted) {
    const double difference = kept.slowdown(row.demand, row.other) - again.slowdown(row.demand, row.other);
    most = std::max(most, std::abs(difference));
  }
  return most;
}

}  // namespace

std::vector<Claim> compute_interference_rows(const CheckOptions&) {
  const std::vector<models::CorunRow> fitted = rows_of("fit"), held_out = rows_of("held-out");
  const auto slices = rows_of("slices", models::Placement::one_processor);
  const std::string file = std::string(kMachine) + ".toml";
  const auto model = models::read_interference(models::default_data_folder() / "interference" / file);
  const models::InterferenceError error = models::error_of(model, held_out);
  return {at_most("kernels of the held-out pairs that the fit has seen", shared_calls(fitted, held_out), 0),
          at_most("the file's model against a fit made now, largest difference of a slowdown",
                  refit_difference(model, fitted), 1e-3),
          at_most("error of (slowdown - 1) over the best constant's, held out",
                  error.mean_error / error.best_constant_error, 0.5, of_rows(error)),
          printed("MAPE of the slowdown, held out", error.mape, "worst " + exact_number(error.worst)),
          printed("mean error of 2 as the slowdown in time slices of one processor", slices_error(slices),
                  std::to_string(slices.size()) + " slowdowns"),
          printed("the same ratio in sample",
                  models::error_of(model, fitted).mean_error / models::error_of(model, fitted).best_constant_error,
                  of_rows(models::error_of(model, fitted)))};
}

}  // namespace lastmile::scenarios
