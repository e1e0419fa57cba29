#include "models/kernel_cost/kernel_predictor.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "sim/error.hpp"

namespace lastmile::models {
namespace {

constexpr std::array<std::string_view, 3> method_names = {"surface", "regression", "trees"};

}  // namespace

std::string_view to_string(PredictionMethod method) {
  return method_names.at(static_cast<std::size_t>(method));
}

PredictionMethod prediction_method(std::string_view name) {
  const auto found = std::find(method_names.begin(), method_names.end(), name);
  if (found != method_names.end())
    return static_cast<PredictionMethod>(found - method_names.begin());
  throw ConfigError(unknown_name_message("method of prediction", name,
                                         {method_names.begin(), method_names.end()}));
}

double GroupPredictor::base(const WorkTerms& terms) const {
  double sum = 0, most = 0;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const double part = coefficients[i] * terms[i];
    sum += part;
    most = std::max(most, part);
  }
  return method == PredictionMethod::surface ? most : sum;
}

double GroupPredictor::seconds(const StepFacts& facts) const {
  return base(facts.terms) * std::exp(trees.predict(facts.features.data()));
}

std::vector<double> KernelPredictor::steps(const kernels::Program& program) const {
  std::vector<double> all;
  for (const StepFacts& facts : facts_of(program)) {
    auto group = groups.find(facts.group);
    if (group == groups.end()) group = groups.find(usual_group(facts.group));
    if (group == groups.end())
      throw ConfigError("the calibration of " + processor + " knows no kernel '" + facts.group +
                        "'");
    all.push_back(whole_over_steps * group->second.seconds(facts));
  }
  return all;
}

double KernelPredictor::whole(const kernels::Program& program) const {
  const std::vector<double> all = steps(program);
  return std::accumulate(all.begin(), all.end(), 0.0);
}

}  // namespace lastmile::models
