#include "models/kernel_cost/fit_group.hpp"

#include <algorithm>
#include <cmath>

#include "models/fit/relative_least_squares.hpp"

namespace lastmile::models {
namespace {

constexpr std::size_t work_terms = std::tuple_size_v<WorkTerms>;

WorkTerms summed_rates(const std::vector<GroupRow>& rows) {
  std::vector<std::vector<double>> terms;
  std::vector<double> times;
  for (const GroupRow& row : rows) {
    terms.emplace_back(row.facts.terms.begin(), row.facts.terms.end());
    times.push_back(row.seconds);
  }
  const std::vector<double> solved = relative_least_squares(terms, times);
  WorkTerms rates{};
  std::copy(solved.begin(), solved.end(), rates.begin());
  return rates;
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
  constexpr double long_matter_more = 0.3;
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
    examples.weights.push_back(std::pow(row.seconds, long_matter_more));
  }
  return examples;
}

}  // namespace

GroupPredictor fit_group(const std::vector<GroupRow>& rows, PredictionMethod method) {
  GroupPredictor fitted;
  fitted.method = method;
  fitted.rows = static_cast<int>(rows.size());
  const bool surface = method == PredictionMethod::surface;
  fitted.coefficients = surface ? fastest_rates(rows) : summed_rates(rows);
  TreeOptions options;
  options.depth = 5;
  options.most_bins = 255;
  options.trees = method == PredictionMethod::trees ? 400 : surface ? 60 : 0;
  fitted.trees = BoostedTrees::fit(left_over(rows, fitted), options);
  return fitted;
}

}  // namespace lastmile::models
