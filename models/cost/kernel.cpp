// Kernel: time of a layer as the kernel calls that a runtime makes of the network.
//
// Formula    the graph is lowered whole (models/lower.hpp: fusion, layouts); each call's time comes
//            from the processor's predictor (models/kernel_cost) and belongs to the call's head
//            layer
// Symbols    see kernel_predictor.hpp
// Source     the kernel file named by the device file, from `lastmile calibrate device`
// Validity   that processor, one thread, fp32; networks of the kinds that it was fitted to, at
// batch 1:
//            a batch is an extrapolation, that of a kernel on a map as many times as large
// Ignores    that a part of a network leaves other data in the caches than the whole does
// Error      systematic: of whole networks left out of the fit. noise: of repeated runs
// Tests      tests/unit/models/kernel_cost_test.cpp
#include <map>
#include <mutex>
#include <tuple>

#include "models/cost/registry.hpp"
#include "models/kernel_cost/kernel_predictor.hpp"
#include "models/lower.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

using LayerSeconds = std::vector<double>;  // by layer

LayerSeconds predict(const Graph& graph, const KernelPredictor& predictor, int batch) {
  const Lowered lowered = lower(graph, batch);
  const std::vector<double> steps = predictor.steps(lowered.program);
  LayerSeconds by_layer(graph.size(), 0.0);
  for (std::size_t i = 0; i < steps.size(); ++i) by_layer[lowered.head(i)] += steps[i];
  return by_layer;
}

class Kernel final : public CostModel {
 public:
  [[nodiscard]] std::string_view name() const override { return "kernel"; }

  [[nodiscard]] Cost layer(const Graph& graph, LayerId id, const Processor& processor,
                           int batch) const override {
    SIM_CHECK(batch >= 1, "batch " + std::to_string(batch));
    if (processor.kernels == nullptr) {
      throw ConfigError("compute model 'kernel': " + processor.device + ", " + processor.name +
                        " has no [processor.kernels]; `lastmile calibrate device` measures them");
    }
    const PredictionResidual& error = processor.kernels->residual;
    return {seconds(seconds_of(graph, id, processor, batch)), error.noise_relative, error.rmspe,
            processor.kernels->origin.provenance};
  }

 private:
  // Lowering costs far more than looking up; a simulation asks for the same few networks again and
  // again.
  [[nodiscard]] double seconds_of(const Graph& graph, LayerId id, const Processor& processor,
                                  int batch) const {
    constexpr std::size_t most_kept = 256;
    const std::scoped_lock lock(mutex_);
    if (kept_.size() > most_kept) kept_.clear();
    Entry& entry = kept_[{graph.revision(), processor.kernels.get(), batch}];
    if (entry.by_layer.empty()) {
      entry = {processor.kernels, predict(graph, *processor.kernels, batch)};
    }
    return entry.by_layer.at(id);
  }

  struct Entry {
    std::shared_ptr<const KernelPredictor> owner;  // so that its address is not used again
    LayerSeconds by_layer;
  };
  mutable std::mutex mutex_;
  mutable std::map<std::tuple<std::uint64_t, const KernelPredictor*, int>, Entry> kept_;
};

}  // namespace

const CostModel& kernel_model() {
  static const Kernel model;
  return model;
}

}  // namespace lastmile::models
