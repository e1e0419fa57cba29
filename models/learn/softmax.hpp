// Softmax and cross-entropy of one image, from portable exponentials and logarithms.
//
// Formula    p_i = exp(z_i - max z) / sum_j exp(z_j - max z);  loss = -ln p_label
//            entropy = - sum_i p_i ln p_i
//            d loss / d z_i = p_i - [i = label]
// Symbols    z logits, p probabilities, no units; loss in nats
// Source     definition
// Validity   finite logits; a probability below e^-700 is 0
// Tests      tests/unit/learn/softmax_test.cpp
#pragma once

#include <span>
#include <vector>

namespace lastmile::learn {

/// ConfigError, training diverged, if it is no finite number.
void check_finite(float output);

class Softmax {
 public:
  explicit Softmax(std::size_t classes) : p_(classes) {}

  /// Logits z[0], z[stride], ...
  void set(const float* z, std::size_t stride);

  [[nodiscard]] double probability(std::size_t i) const { return p_[i]; }
  [[nodiscard]] std::size_t likeliest() const { return likeliest_; }  ///< the first if several
  [[nodiscard]] double entropy() const;  ///< nats
  [[nodiscard]] double loss(const float* z, std::size_t stride, std::size_t label) const;
  /// Classes likelier than the label; of equal ones the first is likeliest.
  [[nodiscard]] std::size_t rank(const float* z, std::size_t stride, std::size_t label) const;

 private:
  std::vector<double> p_;
  std::size_t likeliest_ = 0;
  double max_ = 0;
  double log_sum_ = 0;
};

}  // namespace lastmile::learn
