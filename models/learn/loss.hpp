// What training makes small: the loss of one answer (of each place of a sample) and its slope by
// the logits, or of a whole sample that a network gives back.
//
// Formulae   cross_entropy  l = -ln p_y;  d l / d z_i = p_i - [i = y]
//            squared_error  l = 1/2 sum_i (z_i - [i = y])^2;  d l / d z_i = z_i - [i = y]
//            reconstruction l = 1/n sum_j (z_j - x_j)^2;  d l / d z_j = 2 (z_j - x_j) / n; no
//            labels distilled      (1 - a) l + a T^2 KL(q || s), q = softmax(t / T), s = softmax(z
//            / T);
//                           the second part's slope is a T (s_i - q_i)
//            entropy        l - e H(p), H = -sum p ln p;  slope + e p_i (ln p_i + H)
// Symbols    z logits, p = softmax(z), y label, x the n values of a sample as the network sees it,
//            t the teacher's logits, a share, T temperature, e entropy weight (above 0: even
//            answers are rewarded, below 0: sure ones); nats
// Source     Hinton et al. 2015, arXiv:1503.02531 (distillation); Pereyra et al. 2017,
//            arXiv:1701.06548 (entropy above 0); Grandvalet, Bengio 2005 (below 0)
// Validity   finite logits (softmax.hpp)
// Tests      tests/unit/learn/loss_test.cpp
#pragma once

#include <cstdint>
#include <vector>

#include "models/learn/softmax.hpp"

namespace lastmile::learn {

struct LossOptions {
  enum class Kind : std::uint8_t { cross_entropy, squared_error, reconstruction };
  Kind kind = Kind::cross_entropy;
  double entropy = 0;
  double distilled = 0;        ///< the teacher's share, 0 to 1
  double temperature = 1;      ///< of distillation
  std::vector<float> teacher;  ///< its logits [sample of the data set][place][class]
};

class Loss {
 public:
  /// Keeps a reference to the options.
  Loss(const LossOptions& options, std::size_t classes);

  /// The loss of logits z[0], z[stride], ...; scale * slope to slope[0], slope[stride], ...
  /// `answer`: of the data set, sample * places + place.
  double slope(const float* z, std::size_t stride, std::size_t label, std::size_t answer,
               double scale, float* slope);

 private:
  double labelled(const float* z, std::size_t stride, std::size_t label);
  double distilled(const float* z, std::size_t stride, std::size_t answer);
  double evened(const float* z, std::size_t stride);

  const LossOptions& options_;
  Softmax softmax_, soft_, teacher_;
  std::vector<double> slope_;
  std::vector<float> cool_, cool_teacher_;  // logits over the temperature
};

/// The loss of giving back x[0], x[stride], ... as z[0], z[stride], ...; scale * slope likewise.
double reconstruction_slope(const float* z, const float* x, std::size_t stride, std::size_t count,
                            double scale, float* slope);

}  // namespace lastmile::learn
