// Whole networks on this machine, predicted against measured: networks that nothing was fitted to.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/checks/compute_rows.hpp"
#include "scenarios/checks/compute_truth.hpp"

namespace lastmile::scenarios {
namespace {

using Values = std::vector<double>;

struct Pairs {
  Values predicted, measured;
  std::vector<std::string> names;

  void add(const std::string& name, double prediction, double measurement) {
    names.push_back(name);
    predicted.push_back(prediction);
    measured.push_back(measurement);
  }
  [[nodiscard]] double error(std::size_t i) const { return predicted[i] / measured[i] - 1; }
};

std::string percent(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%+.1f %%", 100 * value);
  return text;
}

double share_within(const Pairs& pairs, double bound) {
  double inside = 0;
  for (std::size_t i = 0; i < pairs.names.size(); ++i) inside += std::abs(pairs.error(i)) <= bound ? 1 : 0;
  return inside / static_cast<double>(pairs.names.size());
}

std::vector<std::size_t> ranks(const Values& values) {
  std::vector<std::size_t> order(values.size()), rank(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  for (std::size_t i = 0; i < order.size(); ++i) rank[order[i]] = i;
  return rank;
}

// Spearman 1904: 1 - 6 sum d^2 / (n (n^2 - 1)); times do not tie.
double rank_correlation(const Pairs& pairs) {
  const auto a = ranks(pairs.predicted), b = ranks(pairs.measured);
  const double n = static_cast<double>(a.size());
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double d = static_cast<double>(a[i]) - static_cast<double>(b[i]);
    sum += d * d;
  }
  return 1 - 6 * sum / (n * (n * n - 1));
}

std::string worst_case(const Pairs& pairs, double& error) {
  std::size_t worst = 0;
  for (std::size_t i = 0; i < pairs.names.size(); ++i)
    if (std::abs(pairs.error(i)) > std::abs(pairs.error(worst))) worst = i;
  error = pairs.error(worst);
  char text[96];
  std::snprintf(text, sizeof text, "%s, %.3f ms measured", pairs.names[worst].c_str(),
                1e3 * pairs.measured[worst]);
  return text;
}

std::string spread_of_times(const Pairs& pairs) {
  const auto [least, most] = std::minmax_element(pairs.measured.begin(), pairs.measured.end());
  char text[64];
  std::snprintf(text, sizeof text, "%.2f to %.0f ms", 1e3 * *least, 1e3 * *most);
  return text;
}

void add_details(std::vector<Claim>& claims, const std::string& name, const Pairs& pairs) {
  const models::PredictionResidual all = models::residual_of(pairs.predicted, pairs.measured);
  double worst = 0;
  const std::string which = worst_case(pairs, worst);
  claims.push_back(printed(name + ": MAPE", all.mape, "RMSPE " + percent(all.rmspe) + ", bias " + percent(all.bias)));
  claims.push_back(printed(name + ": share within 5 %", share_within(pairs, 0.05),
                           "rank correlation " + exact_number(std::round(1e4 * rank_correlation(pairs)) / 1e4)));
  claims.push_back(printed(name + ": worst case", worst, which));
}

Pairs floor_pairs(const ComputeTruth& truth) {
  Pairs pairs;
  for (std::size_t i = 0; i < truth.held_out.size(); ++i)
    pairs.add(truth.held_out[i].program.name, truth.again[i].whole_s, truth.held_out[i].whole_s);
  return pairs;
}

Pairs predictions(const ComputeTruth& truth, std::size_t from, std::size_t to) {
  Pairs pairs;
  for (std::size_t i = from; i < to; ++i) {
    const models::Observation& one = truth.held_out[i];
    pairs.add(one.program.name, truth.predictor.whole(one.program), one.whole_s);
  }
  return pairs;
}

std::string errors_of_each(const Pairs& pairs) {
  std::string all;
  for (std::size_t i = 0; i < pairs.names.size(); ++i)
    all += (i == 0 ? "" : ", ") + pairs.names[i] + " " + percent(pairs.error(i));
  return all;
}

Claim regression_row(const ComputeTruth& truth, const Pairs& all) {
  Pairs by_layer;
  for (std::size_t i = 0; i < all.names.size(); ++i)
    by_layer.add(all.names[i], models::layer_seconds(truth.layers, truth.held_out[i].program), all.measured[i]);
  return printed("rates by layer type on the same networks: share within 10 %", share_within(by_layer, 0.1),
                 "MAPE " + percent(models::residual_of(by_layer.predicted, by_layer.measured).mape));
}

Claim methods_row(const ComputeTruth& truth) {
  std::string text;
  for (const models::MethodErrors& one : truth.fit.methods)
    text += (text.empty() ? "" : ", ") + one.group + " " + std::string(models::to_string(one.chosen)) + " " +
            percent(one.rms.at(static_cast<std::size_t>(one.chosen))).substr(1);
  return printed("share within 10 % that calibration itself held out", truth.fit.residual.within_10_percent, text);
}

}  // namespace

std::vector<Claim> compute_network_rows(const CheckOptions& options) {
  const ComputeTruth& truth = compute_truth(options.quick);
  const Pairs all = predictions(truth, 0, truth.held_out.size());
  std::vector<Claim> claims{at_least("networks held out: share within 10 % of the measured time",
                                     share_within(all, 0.1), 0.95,
                                     std::to_string(all.names.size()) + " networks, " + spread_of_times(all) +
                                         ", one thread, aim 0.99")};
  add_details(claims, "networks held out", all);
  const Pairs floor = floor_pairs(truth);
  claims.push_back(printed("the same networks timed again: share within 10 %", share_within(floor, 0.1),
                           "the floor of any prediction"));
  add_details(claims, "the same networks timed again", floor);
  const Pairs zoo = predictions(truth, truth.random, truth.held_out.size());
  claims.push_back(printed("the zoo alone: share within 10 %", share_within(zoo, 0.1), errors_of_each(zoo)));
  claims.push_back(regression_row(truth, all));
  claims.push_back(methods_row(truth));
  claims.push_back(printed("peak arithmetic after over before", truth.peak_after / truth.peak_before,
                           exact_number(std::round(truth.peak_before / 1e8) / 10) + " GFLOP/s before"));
  return claims;
}

}  // namespace lastmile::scenarios
