// A machine whose kernels take times by a formula, and what it would answer.
#pragma once

#include <cmath>
#include <numeric>

#include "models/kernel_cost/answers.hpp"

namespace lastmile::models::test {

/// 50 GFLOP/s, 10 GB/s, 1 us a call; 3x3 convolutions of wide rows at double speed.
inline double invented_seconds(const StepFacts& facts, const kernels::KernelCall& call) {
  const bool fast = facts.group == "conv winograd4" && call.width >= 20;
  return 1e-6 + facts.terms[0] / (fast ? 1e11 : 5e10) +
         (facts.terms[1] + facts.terms[2] + facts.terms[3]) / 1e10;
}

inline Observation invented_observation(const kernels::Program& program) {
  Observation one{program, 0, {}, 0.01};
  const std::vector<StepFacts> facts = facts_of(program);
  for (std::size_t i = 0; i < facts.size(); ++i)
    one.step_s.push_back(invented_seconds(facts[i], program.steps[i].call));
  one.whole_s = 1.02 * std::accumulate(one.step_s.begin(), one.step_s.end(), 0.0);
  return one;
}

inline std::vector<Observation> invented_observations(const std::string& set, std::size_t count) {
  std::vector<Observation> all;
  for (const kernels::Program& program : random_programs(set, count))
    all.push_back(invented_observation(program));
  return all;
}

inline const PredictorFit& invented_fit() {
  static const PredictorFit fit = fit_predictor(invented_observations("unit test", 60));
  return fit;
}

inline KernelPredictor invented_predictor() {
  KernelPredictor predictor;
  predictor.processor = "invented \"quoted\" CPU";
  predictor.architecture = "x86_64";
  predictor.isa = "avx512";
  predictor.date = "2026-11-21";
  predictor.origin = {Provenance::calibrated, "invented"};
  predictor.whole_over_steps = invented_fit().whole_over_steps;
  predictor.residual = invented_fit().residual;
  predictor.groups = invented_fit().groups;
  return predictor;
}

}  // namespace lastmile::models::test
