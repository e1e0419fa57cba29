#include "models/kernel_cost/fit_group.hpp"

#include <algorithm>
#include <cmath>

namespace lastmile::models {
namespace {

constexpr std::size_t work_terms = std::tuple_size_v<WorkTerms>;

// Least squares of (sum of coefficient * term) / seconds - 1, one coefficient at a time, none
// negative.
WorkTerms relative_least_squares(const std::vector<GroupRow>& rows) {
  constexpr int rounds = 2000;
  std::array<WorkTerms, work_terms> product{};  // of columns with each other
  WorkTerms column{};                           // sums: products with the target, which is 1
  for (const GroupRow& row : rows)
    for (std::size_t i = 0; i < work_terms; ++i) {
      const double a = row.facts.terms[i] / row.seconds;
      column[i] += a;
      for (std::size_t j = 0; j < work_terms; ++j)
        product[i][j] += a * row.facts.terms[j] / row.seconds;
    }
  WorkTerms solved{};
  for (int round = 0; round < rounds; ++round)
    for (std::size_t i = 0; i < work_terms; ++i) {
      double rest = column[i];
      for (std::size_t j = 0; j < work_terms; ++j)
        if (j != i) rest -= product[i][j] * solved[j];
      solved[i] = product[i][i] > 0 ? std::max(0.0, rest / product[i][i]) : 0;
    }
  return solved;
}

WorkTerms fastest_rates(const std::vector<GroupRow>& rows) {
  constexpr std::size_t fiftieth = 50;
  WorkTerms rates{};
  for (std::size_t i = 0; i < work_terms; ++i) {
    std::vector<double> per_unit;
    for (const GroupRow& row : rows)
      if (row.facts.terms[i] > 0) per_unit.push_back(row.seconds / row.facts.terms[i]);
    if (per_unit.empty()) continue;
    std::sort(per_unit.begin(), per_unit.end());
    rates[i] = per_unit[per_unit.size() / fiftieth];
  }
  return rates;
}

// What the base leaves over, as the trees' examples; the surface sees FLOP and intensity only.
Examples left_over(const std::vector<GroupRow>& rows, const GroupPredictor& fitted) {
  constexpr std::size_t log_flop = 0, log_intensity = 4;
  Examples examples;
  examples.features = step_features;
  for (const GroupRow& row : rows) {
    std::array<double, step_features> features = row.facts.features;
    if (fitted.method == PredictionMethod::surface) {
      features.fill(0);
      features[log_flop] = row.facts.features[log_flop];
      features[log_intensity] = row.facts.features[log_intensity];
    }
    examples.values.insert(examples.values.end(), features.begin(), features.end());
    examples.targets.push_back(std::log(row.seconds / fitted.base(row.facts.terms)));
  }
  return examples;
}

}  // namespace

GroupPredictor fit_group(const std::vector<GroupRow>& rows, PredictionMethod method) {
  GroupPredictor fitted;
  fitted.method = method;
  fitted.rows = static_cast<int>(rows.size());
  const bool surface = method == PredictionMethod::surface;
  fitted.coefficients = surface ? fastest_rates(rows) : relative_least_squares(rows);
  TreeOptions options;
  options.trees = method == PredictionMethod::trees ? 300 : surface ? 60 : 0;
  fitted.trees = BoostedTrees::fit(left_over(rows, fitted), options);
  return fitted;
}

}  // namespace lastmile::models
