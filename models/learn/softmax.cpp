#include "models/learn/softmax.hpp"

#include "sim/error.hpp"
#include "sim/random.hpp"

namespace lastmile::learn {
namespace {

// Beyond it float32 sums have long lost their meaning.
constexpr float kLargest = 1e30F;

}  // namespace

void check_finite(float output) {
  if (output > -kLargest && output < kLargest) return;
  throw ConfigError("the network's outputs are no longer finite numbers: training diverged; use a smaller "
                    "learning_rate, or clip_norm, or less momentum");
}

void Softmax::set(const float* z, std::size_t stride) {
  likeliest_ = 0;
  for (std::size_t i = 1; i < p_.size(); ++i)
    if (z[i * stride] > z[likeliest_ * stride]) likeliest_ = i;
  max_ = z[likeliest_ * stride];
  for (std::size_t i = 0; i < p_.size(); ++i) check_finite(z[i * stride]);
  for (std::size_t i = 0; i < p_.size(); ++i) p_[i] = z[i * stride] - max_;
  portable_exp(p_.data(), p_.size());
  double sum = 0;
  for (const double p : p_) sum += p;
  for (double& p : p_) p /= sum;
  log_sum_ = portable_log(sum);
}

double Softmax::entropy() const {
  double sum = 0;
  for (const double p : p_)
    if (p > 0) sum -= p * portable_log(p);
  return sum;
}

double Softmax::loss(const float* z, std::size_t stride, std::size_t label) const {
  return log_sum_ + max_ - static_cast<double>(z[label * stride]);
}

std::size_t Softmax::rank(const float* z, std::size_t stride, std::size_t label) const {
  const float own = z[label * stride];
  std::size_t ahead = 0;
  for (std::size_t i = 0; i < p_.size(); ++i)
    ahead += z[i * stride] > own || (i < label && z[i * stride] == own) ? 1 : 0;
  return ahead;
}

}  // namespace lastmile::learn
