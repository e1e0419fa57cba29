// From a gradient to the next weights: the rate of a step, and the rule of the step.
//
// Formulae   rate     r_t = r f_t;  during warm-up of u steps f_t = (t + 1) / u, then
//                     constant  1
//                     step      factor^floor((t - u) / period)
//                     cosine    (1 + cos(pi min(1, (t - u) / period))) / 2
//            clip     g <- g min(1, c / |g|) if c > 0
//            sgd      v <- m v + (g + d w);  w <- w - r_t v
//            adam     a <- m a + (1 - m) g, b <- n b + (1 - n) g^2 with g + d w for g;
//                     w <- w - r_t (a / (1 - m^(t+1))) / (sqrt(b / (1 - n^(t+1))) + e)
//            decoupled decay: w <- w - r_t d w first, and d = 0 in the rule
// Symbols    t step from 0, r learning rate, m momentum (Adam's first decay), n Adam's second
// decay, d weight
//            decay, c clip norm, e epsilon
// Source     Sutskever et al. 2013 (momentum); Kingma, Ba 2015, arXiv:1412.6980 (Adam); Loshchilov,
// Hutter
//            2019, arXiv:1711.05101 (decoupled decay) and 2017, arXiv:1608.03983 (cosine); Goyal et
//            al. 2017, arXiv:1706.02677 (warm-up); Pascanu et al. 2013, arXiv:1211.5063 (clipping)
// Statistics follow what they were in the batch: w <- w + 0.1 (g - w).
// Tests      tests/unit/learn/optimiser_test.cpp
#pragma once

#include <cstdint>
#include <vector>

#include "models/learn/network.hpp"

namespace lastmile::learn {

struct Schedule {
  enum class Kind : std::uint8_t { constant, step, cosine };
  Kind kind = Kind::constant;
  std::uint64_t warm_up = 0;  ///< steps
  std::uint64_t period = 1;   ///< steps; cosine: until the rate is 0
  double factor = 0.1;        ///< step

  [[nodiscard]] double share(std::uint64_t step) const;  ///< f_t
};

struct OptimiserOptions {
  enum class Kind : std::uint8_t { sgd, adam };
  Kind kind = Kind::sgd;
  double second_decay = 0.999;
  double epsilon = 1e-8;
  bool decoupled_decay = false;
  Schedule schedule;
  std::uint64_t first_step = 0;  ///< steps taken in earlier calls
};

struct SgdOptions;

class Optimiser {
 public:
  Optimiser(const Network& network, const SgdOptions& options);

  /// Floats of its state; zeros at first.
  [[nodiscard]] std::size_t state_size() const;
  [[nodiscard]] std::uint64_t step() const { return step_; }  ///< of the next update
  void update(float* gradient, float* state, float* weights);

 private:
  struct Run {
    std::size_t first;
    std::size_t count;
    bool statistic;
  };

  void clip(float* gradient) const;
  void adam(const Run& run, float rate, const float* gradient, float* state, float* weights) const;
  template <class F>
  void each_trained(F f) const;

  const Network& network_;
  OptimiserOptions options_;
  double rate_, momentum_, decay_, clip_;
  std::uint64_t step_;
  std::vector<Run> runs_;  // neighbours alike joined
};

}  // namespace lastmile::learn
