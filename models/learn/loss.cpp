#include "models/learn/loss.hpp"

namespace lastmile::learn {

Loss::Loss(const LossOptions& options, std::size_t classes)
    : options_(options),
      softmax_(classes),
      soft_(classes),
      teacher_(classes),
      slope_(classes),
      cool_(classes),
      cool_teacher_(classes) {}

double Loss::slope(const float* z, std::size_t stride, std::size_t label, std::size_t answer,
                   double scale, float* slope) {
  softmax_.set(z, stride);
  double loss = labelled(z, stride, label);
  if (options_.distilled > 0) {
    loss *= 1 - options_.distilled;
    for (double& d : slope_) d *= 1 - options_.distilled;
    loss += distilled(z, stride, answer);
  }
  if (options_.entropy != 0) loss += evened(z, stride);
  for (std::size_t c = 0; c < slope_.size(); ++c)
    slope[c * stride] = static_cast<float>(slope_[c] * scale);
  return loss;
}

double Loss::labelled(const float* z, std::size_t stride, std::size_t label) {
  const bool squared = options_.kind == LossOptions::Kind::squared_error;
  double squares = 0;
  for (std::size_t c = 0; c < slope_.size(); ++c) {
    const double answer = squared ? static_cast<double>(z[c * stride]) : softmax_.probability(c);
    slope_[c] = answer - (c == label ? 1.0 : 0.0);
    squares += slope_[c] * slope_[c];
  }
  return squared ? squares / 2 : softmax_.loss(z, stride, label);
}

double Loss::distilled(const float* z, std::size_t stride, std::size_t answer) {
  const double t = options_.temperature, share = options_.distilled;
  const std::size_t classes = slope_.size();
  for (std::size_t c = 0; c < classes; ++c) {
    cool_[c] = static_cast<float>(static_cast<double>(z[c * stride]) / t);
    cool_teacher_[c] =
        static_cast<float>(static_cast<double>(options_.teacher[answer * classes + c]) / t);
  }
  soft_.set(cool_.data(), 1);
  teacher_.set(cool_teacher_.data(), 1);
  double divergence = 0;
  for (std::size_t c = 0; c < classes; ++c) {
    const double q = teacher_.probability(c);
    divergence += q * (soft_.loss(cool_.data(), 1, c) - teacher_.loss(cool_teacher_.data(), 1, c));
    slope_[c] += share * t * (soft_.probability(c) - q);
  }
  return share * t * t * divergence;
}

double Loss::evened(const float* z, std::size_t stride) {
  double entropy = 0;
  for (std::size_t c = 0; c < slope_.size(); ++c)
    entropy += softmax_.probability(c) * softmax_.loss(z, stride, c);
  for (std::size_t c = 0; c < slope_.size(); ++c)
    slope_[c] +=
        options_.entropy * softmax_.probability(c) * (entropy - softmax_.loss(z, stride, c));
  return -options_.entropy * entropy;
}

double reconstruction_slope(const float* z, const float* x, std::size_t stride, std::size_t count,
                            double scale, float* slope) {
  const double n = static_cast<double>(count);
  double squares = 0;
  for (std::size_t i = 0; i < count * stride; i += stride) {
    check_finite(z[i]);
    const double off = static_cast<double>(z[i]) - static_cast<double>(x[i]);
    slope[i] = static_cast<float>(2 * off / n * scale);
    squares += off * off;
  }
  return squares / n;
}

}  // namespace lastmile::learn
