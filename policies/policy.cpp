#include "policies/policy.hpp"

#include <numeric>

namespace lastmile::policies {

std::vector<double> proportional(const std::vector<double>& samples) {
  const double total = std::accumulate(samples.begin(), samples.end(), 0.0);
  SIM_CHECK(total > 0, "models without samples");
  std::vector<double> weights;
  for (const double n : samples) weights.push_back(n / total);
  return weights;
}

std::vector<double> TrainingPolicy::weights(const std::vector<double>& samples) const {
  return proportional(samples);
}

}  // namespace lastmile::policies
