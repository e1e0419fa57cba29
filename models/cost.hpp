// Time of layers on processors: one interface, several models, chosen by name.
//
// Common     `mean` is the time of one execution of a layer on a whole batch; fused layers (activations,
//            folded normalisation, flatten, reshape, dropout, input) cost nothing. Recurrent layers and local
//            convolutions take the rate of dense layers (each weight is read for each token or place), attention
//            that of 1x1 convolutions. Each model's file in models/cost/ holds its own sheet.
// Training   time(step) = time(forward) * (1 + backward_over_forward) over all layers; the factor
//            comes from the device file: measured on GPUs (DeepBench), else 2 by the rule that each
//            of the two gradients costs one forward pass (assumed). Ignores the optimiser's update.
// Checked: tests/unit/models/cost_test.cpp, tests/theory/roofline_test.cpp
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/cost/exposure.hpp"
#include "models/cost/systematic.hpp"
#include "models/device.hpp"
#include "models/graph.hpp"
#include "models/work.hpp"
#include "sim/random.hpp"
#include "sim/units.hpp"

namespace lastmile::models {

struct Cost {
  Duration mean{};
  double noise_relative = 0;       ///< standard deviation of one execution over its mean
  double systematic_relative = 0;  ///< the same for the model's own error on a whole network
  Provenance provenance = Provenance::assumed;
};

CostClass cost_class(const Layer& layer);

class CostModel {
 public:
  virtual ~CostModel() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;
  /// REQUIRES batch >= 1.
  [[nodiscard]] virtual Cost layer(const Graph& graph, LayerId id, const Processor& processor,
                                   int batch) const = 0;
};

/// ConfigError with the nearest name if there is no such model; `measured` must be made (cost/measured.hpp).
const CostModel& cost_model(std::string_view name);
std::vector<std::string> cost_model_names();

/// All layers of a graph, ascending; the argument for whole networks.
std::vector<LayerId> all_layers(const Graph& graph);

/// Sum of means; the largest errors and the weakest provenance among the layers.
Cost forward_cost(const CostModel& model, const Graph& graph, const std::vector<LayerId>& layers,
                  const Processor& processor, int batch);
/// One step of gradient descent through the whole graph, every exit included.
Cost training_cost(const CostModel& model, const Graph& graph, const Processor& processor,
                   int batch);

/// One drawn time, how the errors of the cost model move it, and what was done in it.
struct Drawn {
  Drawn() = default;
  Drawn(Duration t, Exposure e) : time(t), exposure(std::move(e)) {}
  Drawn& operator+=(const Drawn& other);
  Duration time{};
  Exposure exposure;
  Work work;
};

/// Draws times. The systematic factors are fixed for the sampler's life (cost/systematic.hpp) and do not
/// depend on the order of calls; noise is one factor per call. All are lognormal with mean 1. One sampler
/// per run; `exact` returns means and draws nothing.
class CostSampler {
 public:
  CostSampler(const CostModel& model, RandomStream stream, bool exact = false);
  /// Draws the systematic factors anew and leaves noise and everything else alone.
  void redraw_systematic(std::uint64_t draw);

  Drawn forward(const Graph& graph, const std::vector<LayerId>& layers, const Processor& processor,
                int batch);
  Drawn training(const Graph& graph, const Processor& processor, int batch);
  /// Each layer's part of the time that `forward` draws for them: they add up to 1, or to 0 where nothing takes
  /// time. Draws nothing.
  std::vector<double> shares(const Graph& graph, const std::vector<LayerId>& layers, const Processor& processor,
                             int batch);
  /// The factor of a layer type for an error of whole networks of that size.
  double systematic_factor(const Graph& graph, const Processor& processor, CostClass type,
                           double relative);

 private:
  // A factor and what it was made of; remembered, for most layers of a type state the same error.
  struct Factor {
    double relative = -1, value = 1;
    SystematicSplit split;
  };
  struct Component {
    Component(std::uint64_t seed, const std::string& name, std::size_t number, double h)
        : draws(seed, name), first_error(number), concentration(h) {}
    SystematicDraws draws;
    std::size_t first_error;  // of the shared factor; those of the types follow
    double concentration;
    std::array<Factor, cost_classes> factors;
  };
  Component& component(const Graph& graph, const Processor& processor);
  static const Factor& factor(Component& component, CostClass type, double relative);
  double noise(double relative);
  Drawn time_of(const Graph& graph, const std::vector<LayerId>& layers, const Processor& processor,
                int batch);

  const CostModel* model_;
  RandomStream noise_;
  std::uint64_t seed_;
  bool exact_;
  std::map<std::string, Component> components_;  // by "device/processor network"
  std::map<std::string, std::size_t> errors_;    // first error of "device/processor"
};

}  // namespace lastmile::models
