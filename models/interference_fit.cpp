#include "models/interference_fit.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "models/json_reader.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

constexpr double kApart = 1.25;
constexpr int kReweighted = 20;
constexpr int kSweeps = 50;  // of coordinate descent over the coefficients
constexpr double kLeastError = 0.01;
constexpr int kFolds = 4;
constexpr double kWorthIt = 0.9;  // of the error without a model

using Terms = std::array<double, 2>;

CorunRow row_of(const Json& job, const Json& other, double slowdown) {
  const auto demand = [](const Json& side) {
    const double alone = side.at("alone_s").number();
    if (alone <= 0) throw ConfigError("JSON: '" + side.place() + ".alone_s' must be above zero");
    return Demand{side.at("moved_bytes").number() / alone, side.at("footprint_bytes").number()};
  };
  if (slowdown <= 0) throw ConfigError("JSON: '" + job.place() + ".slowdown' must be above zero");
  return {job.at("call").text(), other.at("call").text(), demand(job), demand(other), slowdown};
}

void add_pair(const Json& answer, Placement placement, std::vector<CorunRow>& rows) {
  if (answer.find("first") == nullptr) return;
  const Json::List& cpus = answer.at("cpus").list();
  if (cpus.size() != 2) throw ConfigError("JSON: 'cpus' must have two numbers");
  const bool one = cpus[0].number() == cpus[1].number();
  if (one != (placement == Placement::one_processor)) return;
  if (!one && answer.at("core_share").number() > kApart) return;
  const Json &first = answer.at("first"), &second = answer.at("second");
  rows.push_back(row_of(first, second, first.at("slowdown").number()));
  rows.push_back(row_of(second, first, second.at("slowdown").number()));
}

struct Equation {
  Terms terms;
  double wanted;
  [[nodiscard]] double error(const Terms& coefficients) const {
    double sum = -wanted;
    for (std::size_t t = 0; t < terms.size(); ++t) sum += coefficients[t] * terms[t];
    return sum;
  }
};

// The best value of one coefficient while the others stay; not below 0.
double best_of(std::size_t term, const Terms& now, const std::vector<Equation>& equations,
               const std::vector<double>& weights) {
  double slope = 0, curvature = 0;
  for (std::size_t e = 0; e < equations.size(); ++e) {
    const double x = equations[e].terms[term];
    slope += weights[e] * x * (equations[e].error(now) - now[term] * x);
    curvature += weights[e] * x * x;
  }
  return curvature > 0 ? std::max(0.0, -slope / curvature) : 0.0;
}

Terms least_absolute(const std::vector<Equation>& equations) {
  std::vector<double> weights(equations.size(), 1.0);
  Terms found{};
  for (int i = 0; i < kReweighted; ++i) {
    for (int sweep = 0; sweep < kSweeps; ++sweep)
      for (std::size_t t = 0; t < found.size(); ++t) found[t] = best_of(t, found, equations, weights);
    for (std::size_t e = 0; e < equations.size(); ++e)
      weights[e] = 1 / std::max(std::abs(equations[e].error(found)), kLeastError);
  }
  return found;
}

void fit_coefficients(Interference& model, const std::vector<CorunRow>& rows) {
  std::vector<Equation> equations;
  for (const CorunRow& row : rows) equations.push_back({model.features(row.demand, row.other), row.slowdown - 1});
  model.coefficients = least_absolute(equations);
}

double sum_of_errors(const Interference& model, const std::vector<CorunRow>& rows) {
  double sum = 0;
  for (const CorunRow& row : rows) sum += std::abs(model.slowdown(row.demand, row.other) - row.slowdown);
  return sum;
}

Interference best_of_grid(const std::vector<CorunRow>& rows, double private_cache_bytes) {
  Interference best, model;
  best.private_cache_bytes = model.private_cache_bytes = private_cache_bytes;
  double least = std::numeric_limits<double>::infinity();
  for (const double mebibytes : {4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 28, 32, 40, 48}) {
    for (const double softness : {0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9}) {
      for (const double weight : {0.25, 0.5, 0.75, 1.0, 1.5, 2.0}) {
        model.shared_cache_bytes = mebibytes * 1024 * 1024;
        model.softness = softness;
        model.others_weight = weight;
        fit_coefficients(model, rows);
        const double error = sum_of_errors(model, rows);
        if (error < least) least = error, best = model;
      }
    }
  }
  return best;
}

// Kernels by turns are left out with every pair that they are in.
bool helps_on_unseen_kernels(const std::vector<CorunRow>& rows, double private_cache_bytes) {
  std::map<std::string, int> fold_of;
  for (const CorunRow& row : rows) fold_of.try_emplace(row.call, static_cast<int>(fold_of.size()) % kFolds);
  const Interference none;
  double with = 0, without = 0;
  for (int fold = 0; fold < kFolds; ++fold) {
    std::vector<CorunRow> seen, unseen;
    for (const CorunRow& row : rows)
      (fold_of[row.call] == fold || fold_of[row.other_call] == fold ? unseen : seen).push_back(row);
    if (seen.empty()) return false;
    with += sum_of_errors(best_of_grid(seen, private_cache_bytes), unseen);
    without += sum_of_errors(none, unseen);
  }
  return with < kWorthIt * without;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double median_of(const std::vector<const CorunRow*>& rows, double (*value)(const CorunRow&)) {
  std::vector<double> values;
  for (const CorunRow* row : rows) values.push_back(value(*row));
  return median(std::move(values));
}

CorunRow median_row(const std::vector<const CorunRow*>& rows) {
  CorunRow one = *rows.front();
  one.demand.bytes_per_s = median_of(rows, [](const CorunRow& row) { return row.demand.bytes_per_s; });
  one.other.bytes_per_s = median_of(rows, [](const CorunRow& row) { return row.other.bytes_per_s; });
  one.slowdown = median_of(rows, [](const CorunRow& row) { return row.slowdown; });
  return one;
}

std::vector<CorunRow> medians_of_pairs(const std::vector<CorunRow>& rows) {
  std::map<std::pair<std::string, std::string>, std::size_t> number_of;
  std::vector<std::vector<const CorunRow*>> runs;
  for (const CorunRow& row : rows) {
    const auto [place, first] = number_of.try_emplace({row.call, row.other_call}, runs.size());
    if (first) runs.emplace_back();
    runs[place->second].push_back(&row);
  }
  std::vector<CorunRow> merged;
  for (const auto& one : runs) merged.push_back(median_row(one));
  return merged;
}

}  // namespace

std::vector<CorunRow> read_corun_rows(std::string_view answers, Placement placement) {
  std::vector<CorunRow> rows;
  int number = 0;
  for (std::size_t from = 0; from < answers.size();) {
    const std::size_t to = std::min(answers.find('\n', from), answers.size());
    ++number;
    try {
      if (to > from) add_pair(Json::parse(answers.substr(from, to - from)), placement, rows);
    } catch (const ConfigError& error) {
      throw ConfigError("line " + std::to_string(number) + ": " + error.what());
    }
    from = to + 1;
  }
  return medians_of_pairs(rows);
}

Interference fit_interference(const std::vector<CorunRow>& rows, double private_cache_bytes) {
  SIM_CHECK(!rows.empty(), "no co-runs to fit");
  Interference fitted = best_of_grid(rows, private_cache_bytes);
  if (!helps_on_unseen_kernels(rows, private_cache_bytes)) fitted.coefficients = {};
  return fitted;
}

InterferenceError error_of(const Interference& model, const std::vector<CorunRow>& rows) {
  std::vector<double> measured;
  for (const CorunRow& row : rows) measured.push_back(row.slowdown);
  InterferenceError sum;
  sum.rows = static_cast<int>(rows.size());
  if (rows.empty()) return sum;
  const double constant = median(measured), n = static_cast<double>(rows.size());
  for (const CorunRow& row : rows) {
    const double error = std::abs(model.slowdown(row.demand, row.other) - row.slowdown);
    sum.mean_error += error / n;
    sum.best_constant_error += std::abs(constant - row.slowdown) / n;
    sum.mape += error / row.slowdown / n;
    sum.worst = std::max(sum.worst, error);
  }
  return sum;
}

}  // namespace lastmile::models
