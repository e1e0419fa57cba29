#include "models/kernel_cost/fit_predictor.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "models/kernel_cost/fit_group.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

constexpr std::size_t folds = 5, least_networks = 10;
constexpr int least_rows = 40;  // below that, regression without a trial
constexpr std::array<PredictionMethod, 3> methods = {
    PredictionMethod::surface, PredictionMethod::regression, PredictionMethod::trees};

using Rows = std::vector<GroupRow>;

std::map<std::string, Rows> rows_by_group(const std::vector<Observation>& observations) {
  std::map<std::string, Rows> groups;
  for (std::size_t n = 0; n < observations.size(); ++n) {
    const std::vector<StepFacts> facts = facts_of(observations[n].program);
    if (facts.size() != observations[n].step_s.size())
      throw ConfigError("network '" + observations[n].program.name +
                        "': not one time for each step");
    for (std::size_t i = 0; i < facts.size(); ++i) {
      const double time = observations[n].step_s[i];
      if (!(time > 0) || !std::isfinite(time))
        throw ConfigError("network '" + observations[n].program.name + "', step " +
                          std::to_string(i) + ": a time must be positive");
      groups[facts[i].group].push_back({facts[i], time, n});
    }
  }
  return groups;
}

// Predictions of rows by what was fitted to the other folds.
std::vector<double> held_out(const Rows& rows, PredictionMethod method) {
  std::vector<double> predicted(rows.size());
  for (std::size_t fold = 0; fold < folds; ++fold) {
    Rows kept;
    for (const GroupRow& row : rows)
      if (row.network % folds != fold) kept.push_back(row);
    if (kept.empty()) kept = rows;
    const GroupPredictor fitted = fit_group(kept, method);
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (rows[i].network % folds == fold) predicted[i] = fitted.seconds(rows[i].facts);
  }
  return predicted;
}

double rms_of_logs(const Rows& rows, const std::vector<double>& predicted) {
  double sum = 0;
  for (std::size_t i = 0; i < rows.size(); ++i)
    sum += std::pow(std::log(rows[i].seconds / predicted[i]), 2);
  return std::sqrt(sum / static_cast<double>(rows.size()));
}

// Tries the methods and adds the chosen one's held-out predictions to the networks' sums.
MethodErrors choose(const std::string& name, const Rows& rows, std::vector<double>& network_s) {
  MethodErrors errors;
  errors.group = name;
  errors.rows = static_cast<int>(rows.size());
  std::vector<double> best;
  for (const PredictionMethod method : methods) {
    if (errors.rows < least_rows && method != PredictionMethod::regression) continue;
    std::vector<double> predicted = held_out(rows, method);
    double& rms = errors.rms.at(static_cast<std::size_t>(method));
    rms = rms_of_logs(rows, predicted);
    if (!best.empty() && rms >= errors.rms.at(static_cast<std::size_t>(errors.chosen))) continue;
    errors.chosen = method;
    best = std::move(predicted);
  }
  for (std::size_t i = 0; i < rows.size(); ++i) network_s[rows[i].network] += best[i];
  return errors;
}

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

// Geometric mean of whole runs over the sums of their steps.
double whole_over_steps(const std::vector<Observation>& observations) {
  std::vector<double> logs;
  for (const Observation& one : observations) {
    const double steps = std::accumulate(one.step_s.begin(), one.step_s.end(), 0.0);
    if (!(one.whole_s > 0))
      throw ConfigError("network '" + one.program.name + "': a time must be positive");
    logs.push_back(std::log(one.whole_s / steps));
  }
  return std::exp(mean_of(logs));
}

void set_residual(PredictorFit& fit, std::vector<double> predicted,
                  const std::vector<Observation>& observations) {
  std::vector<double> measured, noise;
  for (const Observation& one : observations) {
    measured.push_back(one.whole_s);
    noise.push_back(one.noise_relative);
  }
  for (double& one : predicted) one *= fit.whole_over_steps;
  fit.residual = residual_of(predicted, measured);
  fit.residual.noise_relative = mean_of(noise);
}

}  // namespace

PredictionResidual residual_of(const std::vector<double>& predicted,
                               const std::vector<double>& measured) {
  PredictionResidual result;
  result.networks = static_cast<int>(measured.size());
  for (std::size_t i = 0; i < measured.size(); ++i) {
    const double error = predicted[i] / measured[i] - 1;
    result.mape += std::abs(error) / result.networks;
    result.rmspe += error * error / result.networks;
    result.bias += error / result.networks;
    result.within_10_percent += (std::abs(error) <= 0.1 ? 1.0 : 0.0) / result.networks;
  }
  result.rmspe = std::sqrt(result.rmspe);
  return result;
}

PredictorFit fit_predictor(const std::vector<Observation>& observations) {
  if (observations.size() < least_networks)
    throw ConfigError("a calibration needs at least " + std::to_string(least_networks) +
                      " networks, not " + std::to_string(observations.size()));
  PredictorFit fit;
  fit.whole_over_steps = whole_over_steps(observations);
  std::vector<double> network_s(observations.size(), 0.0);
  double total = 0;
  for (const auto& [name, rows] : rows_by_group(observations)) {
    MethodErrors errors = choose(name, rows, network_s);
    GroupPredictor fitted = fit_group(rows, errors.chosen);
    fitted.held_out_rms = errors.rms.at(static_cast<std::size_t>(errors.chosen));
    for (const GroupRow& row : rows) errors.share_of_time += row.seconds;
    total += errors.share_of_time;
    fit.groups.emplace(name, std::move(fitted));
    fit.methods.push_back(errors);
  }
  for (MethodErrors& one : fit.methods) one.share_of_time /= total;
  set_residual(fit, std::move(network_s), observations);
  return fit;
}

}  // namespace lastmile::models
