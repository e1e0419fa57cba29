#include "scenarios/host/claims.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "scenarios/host/intervals.hpp"
#include "scenarios/host/table_text.hpp"

namespace lastmile::scenarios {
namespace {

// Whether the step from a to b goes up (or, for falling claims, down) enough to break the claim.
bool breaks(const std::vector<double>& a, const std::vector<double>& b, bool rises) {
  std::vector<double> wrong_way;
  for (std::size_t i = 0; i < a.size(); ++i) wrong_way.push_back(rises ? a[i] - b[i] : b[i] - a[i]);
  const Interval step = mean_interval(wrong_way);
  return std::isnan(step.low) ? step.mean > 0 : step.low > 0;
}

bool tied(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return std::abs(a - b) <= 1e-9 * std::max(std::abs(a), std::abs(b));
}

std::vector<double> means(const Paired& values) {
  std::vector<double> result;
  for (const auto& seeds : values) result.push_back(mean_interval(seeds).mean);
  return result;
}

}  // namespace

const std::vector<SurveyClaim>& survey_claims() {
  static const std::vector<SurveyClaim> claims = {
      {"offloaded bytes fall", "offloaded_bytes", false},
      {"exposure falls", "exposure", false},
      {"transmission latency falls", "transmission_latency", false},
      {"WAN bytes fall", "wan_bytes", false},
      {"computation latency rises", "computation_latency", true},
      {"device energy rises", "device_energy", true},
  };
  return claims;
}

Verdict judge(const SurveyClaim& claim, const std::vector<std::string>& names, const Paired& values,
              const std::string& unit) {
  Verdict verdict;
  const std::vector<double> mean = means(values);
  const Scale scale = scale_for(unit, mean);
  for (std::size_t i = 0; i < names.size(); ++i) {
    verdict.figures += (i == 0 ? "" : ", ") + names[i] + " " + short_number(mean[i] / scale.by);
  }
  verdict.figures += " " + scale.unit;
  std::string against;
  for (std::size_t i = 0; i + 1 < names.size(); ++i) {
    if (!breaks(values[i], values[i + 1], claim.rises)) continue;
    against += (against.empty() ? "" : ", ") + names[i] + " to " + names[i + 1];
  }
  verdict.holds = against.empty();
  if (!verdict.holds) verdict.figures += "; against it: " + against;
  return verdict;
}

Ranking rank(const std::vector<std::string>& names, const Paired& values) {
  const std::vector<double> mean = means(values);
  std::vector<std::size_t> order(names.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (std::isnan(mean[a]) || std::isnan(mean[b])) return !std::isnan(mean[a]) && std::isnan(mean[b]);
    return !tied(mean[a], mean[b]) && mean[a] < mean[b];
  });
  Ranking result;
  result.position.resize(names.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    const bool same = i > 0 && tied(mean[order[i - 1]], mean[order[i]]);
    result.position[order[i]] = same ? result.position[order[i - 1]] : i;
    result.order += (i == 0 ? "" : same ? " = " : " < ") + names[order[i]];
  }
  return result;
}

std::string swapped(const std::vector<std::string>& names, const Ranking& a, const Ranking& b) {
  std::string pairs;
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (std::size_t j = i + 1; j < names.size(); ++j) {
      const bool opposite = (a.position[i] < a.position[j] && b.position[i] > b.position[j]) ||
                            (a.position[i] > a.position[j] && b.position[i] < b.position[j]);
      if (opposite) pairs += (pairs.empty() ? "" : ", ") + names[i] + "/" + names[j];
    }
  }
  return pairs;
}

}  // namespace lastmile::scenarios
