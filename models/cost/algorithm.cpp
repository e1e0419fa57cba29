// Algorithm: time of a layer from the work that its algorithm does, each kind of work at a cost
// that the device's runs share with all others.
//
// Formula    u = sum over f of c[f] X[f]      t = c[starts] X[starts] + B (u - c[starts] X[starts])
// Symbols    X work of one image (algorithm_work.hpp); c seconds per unit of work; B batch
// Source     c: device files, from models/fit/ncnn_predictor.py, which draws each run's costs to
// what
//            the 189 CPU runs of ncnn's table have in common
// Validity   CPUs that the table measured; fitted at batch 1 on whole networks of 29 to 15,500 MMAC
// Ignores    clocks, throttling, interaction of layers. The systematic error is the held-out error
// of
//            whole networks.
// Tests      tests/unit/models/algorithm_test.cpp
#include "models/cost/algorithm_work.hpp"
#include "models/cost/registry.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

class Algorithm final : public CostModel {
 public:
  [[nodiscard]] std::string_view name() const override { return "algorithm"; }

  [[nodiscard]] Cost layer(const Graph& graph, LayerId id, const Processor& processor,
                           int batch) const override {
    SIM_CHECK(batch >= 1, "batch " + std::to_string(batch));
    if (!processor.algorithms) {
      throw ConfigError("compute model 'algorithm': " + processor.device + ", " + processor.name +
                        " has no [processor.algorithms]; CPUs of ncnn's table have");
    }
    const AlgorithmCosts& costs = *processor.algorithms;
    const WorkRow work = algorithm_work(graph, id);
    double image = 0;
    constexpr auto starts = static_cast<std::size_t>(WorkColumn::starts);
    for (std::size_t i = 0; i < starts; ++i) image += costs.seconds.at(i) * work.at(i);
    const Provenance weakest =
        batch > 1 ? weaker(costs.origin.provenance, processor.batch_origin.provenance)
                  : costs.origin.provenance;
    return {seconds(costs.seconds.at(starts) * work.at(starts) + batch * image),
            processor.residual.noise_relative, costs.held_out_rmspe, weakest};
  }
};

}  // namespace

const CostModel& algorithm_model() {
  static const Algorithm model;
  return model;
}

}  // namespace lastmile::models
