// Regression: time of a layer from its type, MACs and outputs, fitted to measured networks.
//
// Formula    u = c[type] m + a o                       work of one image
//            CPU  t = s + u (1 + (B - 1) (1 - h[type]))
//            GPU  t = s + u + (B - 1) min(u, max(2 m / (g F), e o / W))
// Symbols    c seconds per MAC; m MACs; a seconds per output element; o output elements; s seconds
//            per layer; h share of an image's work that further ones of a batch save (weights read once;
//            0 where a device file does not say); B batch; F peak (FLOP/s); g share of F that large products reach; W memory
//            bandwidth (B/s); e bytes per element
// Source     coefficients: device files, from models/fit/fit_devices.py. g: DeepBench,
//            single-precision products with N >= 128. The shape of the batch rule is ours
//            (assumed): the first image pays the device's latency, each further one runs at the
//            saturated rate.
// Validity   fitted at batch 1 on whole networks of 29 to 15,500 MMAC; a network of 2 MMAC is an
//            extrapolation, carried by s (bounded below in device_facts.toml) and a.
// Ignores    caches, clocks, throttling, interaction of layers. The systematic error is the held-out error of whole networks.
// Tests      tests/unit/models/cost_test.cpp
#include <algorithm>

#include "models/cost/registry.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

double work_of_one(const Layer& layer, const Coefficients& fit) {
  const auto type = static_cast<std::size_t>(cost_class(layer));
  const double per_mac = type < mac_classes ? fit.seconds_per_mac.at(type) : 0.0;
  return per_mac * static_cast<double>(layer.macs) +
         fit.seconds_per_activation * static_cast<double>(layer.activations);
}

double work_of_further(const Layer& layer, const Processor& processor, double first) {
  if (processor.kind == ProcessorKind::cpu) {
    const auto type = static_cast<std::size_t>(cost_class(layer));
    return type < mac_classes ? first * (1.0 - processor.batch_shared.at(type)) : first;
  }
  const Peak& peak = processor.peak;
  const double arithmetic =
      2.0 * static_cast<double>(layer.macs) / (processor.batch_ceiling * peak.flops.value());
  const double memory =
      static_cast<double>(layer.activations) * peak.bytes_per_element / peak.bandwidth.value();
  return std::min(first, std::max(arithmetic, memory));
}

Provenance weakest(const Processor& processor, int batch) {
  const Provenance fit = processor.coefficients.origin.provenance;
  return batch > 1 ? weaker(fit, processor.batch_origin.provenance) : fit;
}

class Regression final : public CostModel {
 public:
  [[nodiscard]] std::string_view name() const override { return "regression"; }

  [[nodiscard]] Cost layer(const Graph& graph, LayerId id, const Processor& processor,
                           int batch) const override {
    SIM_CHECK(batch >= 1, "batch " + std::to_string(batch));
    const Layer& one = graph.layer(id);
    const Residual& error = processor.residual;
    Cost cost{Duration{0}, error.noise_relative, error.held_out_rmspe, weakest(processor, batch)};
    if (cost_class(one) == CostClass::fused) return cost;
    const double first = work_of_one(one, processor.coefficients);
    cost.mean = seconds(processor.coefficients.seconds_per_layer + first +
                        (batch - 1) * work_of_further(one, processor, first));
    return cost;
  }
};

}  // namespace

const CostModel& regression_model() {
  static const Regression model;
  return model;
}

}  // namespace lastmile::models
