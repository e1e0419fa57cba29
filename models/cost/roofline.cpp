// Roofline: the least time that peak arithmetic and peak memory bandwidth allow.
//
// Formula    t = max(2 B m / F, e (B (i + o) + w) / W)
// Symbols    B batch (images); m MACs per image; F peak (FLOP/s); i, o input and output elements
//            per image; w weights and biases; e bytes per element; W memory bandwidth (B/s)
// Source     Williams, Waterman, Patterson 2009, doi:10.1145/1498765.1498785
// Validity   a floor, not a prediction: real layers take longer, except 3x3 convolutions by
//            Winograd's algorithm, which do with fewer multiplications than m counts.
// Ignores    caches, launch and thread costs, unused cores. No error is stated, for none is known.
// Tests      tests/theory/roofline_test.cpp
#include <algorithm>

#include "models/cost/registry.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

double input_elements(const Graph& graph, LayerId id) {
  double sum = 0;
  for (const LayerId input : graph.inputs(id)) {
    sum += static_cast<double>(graph.layer(input).out.elements());
  }
  return sum;
}

class Roofline final : public CostModel {
 public:
  [[nodiscard]] std::string_view name() const override { return "roofline"; }

  [[nodiscard]] Cost layer(const Graph& graph, LayerId id, const Processor& processor,
                           int batch) const override {
    SIM_CHECK(batch >= 1, "batch " + std::to_string(batch));
    const Layer& one = graph.layer(id);
    const Provenance origin = processor.peak.origin.provenance;
    if (cost_class(one) == CostClass::fused) return {Duration{0}, 0, 0, origin};
    const double images = batch;
    const double moved =
        images * (input_elements(graph, id) + static_cast<double>(one.activations)) +
        static_cast<double>(one.parameters());
    const double arithmetic =
        2.0 * images * static_cast<double>(one.macs) / processor.peak.flops.value();
    const double memory =
        moved * processor.peak.bytes_per_element / processor.peak.bandwidth.value();
    return {seconds(std::max(arithmetic, memory)), 0, 0, origin};
  }
};

}  // namespace

const CostModel& roofline_model() {
  static const Roofline model;
  return model;
}

}  // namespace lastmile::models
