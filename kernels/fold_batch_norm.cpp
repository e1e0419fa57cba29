#include "kernels/fold_batch_norm.hpp"

#include <cmath>
#include <stdexcept>

namespace lastmile::kernels {

void fold_batch_norm(const BatchNorm& norm, std::vector<float>& weights, std::vector<float>& bias) {
  const std::size_t channels = norm.mean.size();
  if (bias.empty()) bias.resize(channels);
  const bool alike = norm.variance.size() == channels && norm.scale.size() == channels &&
                     norm.shift.size() == channels && bias.size() == channels;
  if (channels == 0 || !alike || weights.size() % channels != 0)
    throw std::invalid_argument(
        "fold_batch_norm: weights, bias and norm are of different channels");
  const std::size_t terms = weights.size() / channels;
  for (std::size_t c = 0; c < channels; ++c) {
    const float factor = norm.scale[c] / std::sqrt(norm.variance[c] + norm.epsilon);
    for (std::size_t k = c * terms; k < (c + 1) * terms; ++k) weights[k] *= factor;
    bias[c] = (bias[c] - norm.mean[c]) * factor + norm.shift[c];
  }
}

}  // namespace lastmile::kernels
