#include "models/kernel_cost/layer_regression.hpp"

#include <algorithm>

#include "models/fit/relative_least_squares.hpp"

namespace lastmile::models {
namespace {

using kernels::KernelCall;
using kernels::KernelType;
using Terms = std::vector<double>;  // MACs of each class, outputs, layers

constexpr std::size_t outputs = mac_classes, layers = mac_classes + 1;

Terms terms_of(const kernels::Program& program) {
  Terms terms(mac_classes + 2, 0.0);
  for (const kernels::Step& step : program.steps) {
    const auto type = static_cast<std::size_t>(call_class(step.call));
    if (type < mac_classes) terms[type] += kernels::work(step.call).flop / 2;
    const kernels::MapShape out = kernels::output_shape(step.call);
    terms[outputs] += static_cast<double>(out.plane()) * out.channels * out.batch;
    terms[layers] += 1;
  }
  return terms;
}

double sum(const Terms& terms, const Terms& coefficients) {
  double total = 0;
  for (std::size_t i = 0; i < terms.size(); ++i) total += coefficients[i] * terms[i];
  return total;
}

struct Rows {
  std::vector<Terms> terms;
  std::vector<double> times;
};

Terms fit(const Rows& rows, double least_per_mac) {
  Terms found = relative_least_squares(rows.terms, rows.times);
  for (std::size_t i = 0; i < mac_classes; ++i) found[i] = std::max(found[i], least_per_mac);
  return found;
}

std::vector<double> held_out(const Rows& rows, double least_per_mac) {
  constexpr std::size_t folds = 5;
  std::vector<double> predicted(rows.times.size());
  for (std::size_t fold = 0; fold < folds; ++fold) {
    Rows kept;
    for (std::size_t i = 0; i < rows.times.size(); ++i) {
      if (i % folds == fold) continue;
      kept.terms.push_back(rows.terms[i]);
      kept.times.push_back(rows.times[i]);
    }
    const Terms found = fit(kept, least_per_mac);
    for (std::size_t i = fold; i < rows.times.size(); i += folds)
      predicted[i] = sum(rows.terms[i], found);
  }
  return predicted;
}

}  // namespace

CostClass call_class(const KernelCall& call) {
  switch (call.type) {
    case KernelType::depthwise:
      return CostClass::depthwise;
    case KernelType::dense:
      return CostClass::dense;
    case KernelType::conv:
      break;
    default:
      return CostClass::memory;
  }
  if (call.groups > 1) return CostClass::conv_other;
  if (call.kernel_height == 1 && call.kernel_width == 1) return CostClass::conv1x1;
  return call.kernel_height == 3 && call.stride == 1 ? CostClass::conv3x3s1 : CostClass::conv_other;
}

double layer_seconds(const LayerRegression& regression, const kernels::Program& program) {
  const Coefficients& fit = regression.coefficients;
  Terms coefficients(fit.seconds_per_mac.begin(), fit.seconds_per_mac.end());
  coefficients.push_back(fit.seconds_per_activation);
  coefficients.push_back(fit.seconds_per_layer);
  return sum(terms_of(program), coefficients);
}

LayerRegression fit_layers(const std::vector<Observation>& observations, double peak_flops_per_s) {
  Rows rows;
  double noise = 0;
  for (const Observation& one : observations) {
    rows.terms.push_back(terms_of(one.program));
    rows.times.push_back(one.whole_s);
    noise += one.noise_relative / static_cast<double>(observations.size());
  }
  const double least_per_mac = 2 / peak_flops_per_s;
  const Terms found = fit(rows, least_per_mac);
  LayerRegression result;
  std::copy_n(found.begin(), mac_classes, result.coefficients.seconds_per_mac.begin());
  result.coefficients.seconds_per_activation = found[outputs];
  result.coefficients.seconds_per_layer = found[layers];
  std::vector<double> fitted;
  for (const Terms& terms : rows.terms) fitted.push_back(sum(terms, found));
  const PredictionResidual out = residual_of(held_out(rows, least_per_mac), rows.times);
  result.residual = {out.networks, residual_of(fitted, rows.times).mape,
                     out.mape,     out.rmspe,
                     out.bias,     out.within_10_percent,
                     noise,        {}};
  return result;
}

}  // namespace lastmile::models
