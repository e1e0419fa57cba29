// Measured: what our own kernels take on this machine, from timings made before (models/measure).
//
// Formula    t = k tau(call)
//            batch B between measured b < c: tau = tau_b + (tau_c - tau_b) (B - b) / (c - b)
// Symbols    tau seconds of the call that the layer becomes (models/lower.hpp), median of runs of the whole
//            network; k how many times slower the simulated processor is than this machine, as the user says
// Source     the timings, which say what machine they are from
// Validity   one thread, fp32; k = 1 is this machine, other k a thought experiment
// Ignores    that memory and arithmetic of another processor differ by different factors
// Noise      median absolute deviation over median. No systematic error: it is the measurement
// Replay     equal timings give equal times, bit for bit; a call that they lack is an error
// Tests      tests/unit/models/timings_test.cpp
#pragma once

#include <map>
#include <string>

#include "models/cost.hpp"
#include "models/measure/timings.hpp"

namespace lastmile::models {

using Slowdowns = std::map<std::string, double>;  ///< by device

class Measured final : public CostModel {
 public:
  Measured(Timings timings, Slowdowns slowdowns)
      : timings_(std::move(timings)), slowdowns_(std::move(slowdowns)) {}
  [[nodiscard]] std::string_view name() const override { return "measured"; }
  [[nodiscard]] Cost layer(const Graph& graph, LayerId id, const Processor& processor,
                           int batch) const override;

 private:
  [[nodiscard]] const MeasuredTime* find(const Graph& graph, LayerId id, int batch) const;
  [[nodiscard]] MeasuredTime between(const Graph& graph, LayerId id, int batch) const;
  [[nodiscard]] double slowdown(const Processor& processor) const;

  Timings timings_;
  Slowdowns slowdowns_;
};

}  // namespace lastmile::models
