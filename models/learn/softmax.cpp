#include "models/learn/softmax.hpp"

#include "sim/random.hpp"

namespace lastmile::learn {

void Softmax::set(const float* z, std::size_t stride) {
  likeliest_ = 0;
  for (std::size_t i = 1; i < p_.size(); ++i)
    if (z[i * stride] > z[likeliest_ * stride]) likeliest_ = i;
  max_ = z[likeliest_ * stride];
  double sum = 0;
  for (std::size_t i = 0; i < p_.size(); ++i) sum += p_[i] = portable_exp(z[i * stride] - max_);
  for (double& p : p_) p /= sum;
  log_sum_ = portable_log(sum);
}

double Softmax::loss(const float* z, std::size_t stride, std::size_t label) const {
  return log_sum_ + max_ - static_cast<double>(z[label * stride]);
}

}  // namespace lastmile::learn
