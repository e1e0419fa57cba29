// Kernels beside kernels on this machine: predicted against measured slowdown, on kernels that the fit has not seen.
#include <algorithm>
#include <cmath>
#include <set>

#include "kernels/harness/call_run.hpp"
#include "kernels/harness/timing.hpp"
#include "models/interference_fit.hpp"
#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/checks/compute_rows.hpp"
#include "scenarios/host/corun_plan.hpp"
#include "scenarios/host/kernel_calibration.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

using Rows = std::vector<models::CorunRow>;

std::string joined(const std::vector<std::string>& lines) {
  std::string all;
  for (const std::string& line : lines) all += line + '\n';
  return all;
}

Rows rows_of(const std::vector<std::string>& plan, const std::string& label,
             models::Placement placement = models::Placement::two_processors) {
  return models::read_corun_rows(joined(answer_here(plan, label)), placement);
}

// The same pairs in time slices of one processor.
std::vector<std::string> in_slices(const CorunSize& size) {
  std::vector<std::string> plan = corun_plan("slices", size);
  const std::string cpu = std::to_string(kernels::allowed_cpus().front());
  for (std::string& line : plan)
    if (line.rfind("corun ", 0) == 0) line = "corun cpus=" + cpu + "," + cpu + line.substr(5);
  return plan;
}

double shared_calls(const Rows& fitted, const Rows& held_out) {
  std::set<std::string> seen, twice;
  for (const models::CorunRow& row : fitted) seen.insert(row.call);
  for (const models::CorunRow& row : held_out)
    if (seen.count(row.call) > 0) twice.insert(row.call);
  return static_cast<double>(twice.size());
}

// In time slices of one processor each of two gets half of it, and nothing else is modelled.
double slices_error(const Rows& slices) {
  double sum = 0;
  for (const models::CorunRow& row : slices) sum += std::abs(row.slowdown - 2) / static_cast<double>(slices.size());
  return sum;
}

std::string of_rows(const models::InterferenceError& error) {
  return std::to_string(error.rows) + " slowdowns of pairs; mean error " + exact_number(error.mean_error) +
         ", best constant " + exact_number(error.best_constant_error);
}

double ratio(const models::InterferenceError& error) { return error.mean_error / error.best_constant_error; }

std::string in_words(const models::Interference& model) {
  return "cache " + exact_number(model.shared_cache_bytes / (1024 * 1024)) + " MiB, softness " +
         exact_number(model.softness) + ", others' weight " + exact_number(model.others_weight) + ", pushed out " +
         exact_number(model.coefficients[0]) + ", memory " + exact_number(model.coefficients[1]);
}

}  // namespace

std::vector<Claim> compute_interference_rows(const CheckOptions& options) {
  if (kernels::allowed_cpus().size() < 2) throw ConfigError("interference: needs two processors");
  const CorunSize size = corun_size(options.quick);
  const CorunSize unseen{options.quick ? 16 : 24, options.quick ? 40 : 60, size.passes};
  const Rows fitted = rows_of(corun_plan("fit", size), "co-runs");
  const Rows held_out = rows_of(corun_plan("unseen", unseen), "co-runs held out");
  const Rows slices = rows_of(in_slices({12, 12, 1}), "time slices", models::Placement::one_processor);
  if (fitted.empty() || held_out.empty()) throw ConfigError("interference: no pair had processors of its own");
  const double private_cache = static_cast<double>(kernels::cache_sizes().l2);
  const models::Interference model = models::fit_interference(fitted, private_cache);
  const models::InterferenceError in_sample = models::error_of(model, fitted), error = models::error_of(model, held_out);
  return {at_most("kernels of the held-out pairs that the fit has seen", shared_calls(fitted, held_out), 0),
          at_most("error of (slowdown - 1) over the best constant's, held out", ratio(error), 0.5, of_rows(error)),
          printed("MAPE of the slowdown, held out", error.mape, "worst " + exact_number(error.worst)),
          printed("the same ratio in sample", ratio(in_sample), of_rows(in_sample) + "; " + in_words(model)),
          printed("mean error of 2 as the slowdown in time slices of one processor", slices_error(slices),
                  std::to_string(slices.size()) + " slowdowns")};
}

}  // namespace lastmile::scenarios
