// From a gradient to the next weights: the rate of a step, and the rule of the step.
//
// Formulae   rate     r_t = r f_t;  during warm-up of u steps f_t = (t + 1) / u, then
//                     constant  1
//                     step      factor^floor((t - u) / period)
//                     cosine    (1 + cos(pi min(1, (t - u) / period))) / 2
//            proximal g <- g + mu (w - w0)
//            clip     g <- g min(1, c / |g|) if c > 0
//            sgd      v <- m v + (g + d w);  w <- w - r_t v
//            adam     a <- m a + (1 - m) g, b <- n b + (1 - n) g^2 with g + d w for g;
//                     w <- w - r_t (a / (1 - m^s)) / (sqrt(b / (1 - n^s)) + e)
//            decoupled decay: w <- w - r_t d w first, and d = 0 in the rule
// Symbols    t step from 0, s steps that the state has seen, this one too (t + 1 unless the optimiser
//            was started anew), r learning rate, m momentum (Adam's first decay), n Adam's second
//            decay, d weight decay, c clip norm, e epsilon, w0 where the weights were at first
// Source     Sutskever et al. 2013 (momentum); Kingma, Ba 2015, arXiv:1412.6980 (Adam); Loshchilov,
//            Hutter 2019, arXiv:1711.05101 (decoupled decay) and 2017, arXiv:1608.03983 (cosine);
//            Goyal et al. 2017, arXiv:1706.02677 (warm-up); Pascanu et al. 2013, arXiv:1211.5063
//            (clipping); Li et al. 2020, arXiv:1812.06127 (FedProx's proximal term)
// Statistics follow what they were in the batch: w <- w + 0.1 (g - w).
// Tests      tests/unit/learn/optimiser_test.cpp
#pragma once

#include <cstdint>
#include <utility>
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

/// A schedule told in passes over the samples, however many steps they take.
struct PassSchedule {
  Schedule::Kind kind = Schedule::Kind::constant;
  double warm_up = 0;
  double period = 1;
  double factor = 0.1;

  [[nodiscard]] Schedule in_steps(std::size_t steps_each) const;  ///< of a pass; rounded
};

struct OptimiserOptions {
  enum class Kind : std::uint8_t { sgd, adam };
  Kind kind = Kind::sgd;
  double second_decay = 0.999;
  double epsilon = 1e-8;
  bool decoupled_decay = false;
  Schedule schedule;
  std::uint64_t first_step = 0;  ///< steps taken in earlier calls: where the schedule goes on
};

struct SgdOptions;

class Optimiser {
 public:
  /// `seen`: steps behind the state that it will be given; 0: zeros.
  Optimiser(const Network& network, const SgdOptions& options, std::uint64_t seen = 0);

  /// Where options.proximal pulls to; arranged.
  void pull_to(std::vector<float> weights) { anchor_ = std::move(weights); }
  /// Its state: so many vectors in the order of the weights, one behind the other; zeros at first.
  [[nodiscard]] std::size_t state_vectors() const;
  [[nodiscard]] std::uint64_t step() const { return step_; }  ///< of the next update
  /// Whether prepare() has to see the whole gradient before a step.
  [[nodiscard]] bool wants_whole() const { return clip_ > 0 || proximal_ > 0; }
  void prepare(float* gradient, const float* weights) const;
  /// Whether the next step is `rule()` and looks at no other element of the gradient.
  [[nodiscard]] bool is_plain() const;
  [[nodiscard]] kernels::SgdStep rule() const;
  /// Of part of the weights; all three vectors arranged and whole.
  void update(std::size_t first, std::size_t count, const float* gradient, float* state,
              float* weights) const;
  void advance() { ++step_, ++seen_; }

 private:
  struct Run {
    std::size_t first;
    std::size_t count;
    bool statistic;
  };

  void add_run(std::size_t first, std::size_t count, bool statistic);
  void update_run(const Run& run, const float* gradient, float* state, float* weights) const;
  void pull(float* gradient, const float* weights) const;
  void clip(float* gradient) const;
  void adam(const Run& run, float rate, const float* gradient, float* state, float* weights) const;
  template <class F>
  void each_trained(F f) const;

  const Network& network_;
  OptimiserOptions options_;
  double rate_, momentum_, decay_, clip_, proximal_;
  std::uint64_t step_, seen_;
  std::vector<float> anchor_;
  std::vector<Run> runs_;  // neighbours alike joined
};

}  // namespace lastmile::learn
