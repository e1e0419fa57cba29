#include "kernels/random_values.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace lastmile::kernels {

std::uint64_t RandomValues::bits() {
  std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31);
}

float RandomValues::uniform(float least, float most) {
  return least + (most - least) * static_cast<float>(bits() >> 40) * 0x1p-24F;
}

int RandomValues::between(int least, int most) {
  return least + static_cast<int>(bits() % static_cast<std::uint64_t>(most - least + 1));
}

RandomParameters::RandomParameters(const KernelCall& call, std::uint64_t seed)
    : weights_(weight_count(call)), bias_(bias_count(call)) {
  RandomValues random(seed);
  const std::size_t out = static_cast<std::size_t>(call.channels_out());
  const float terms = static_cast<float>(std::max<std::size_t>(1, weight_count(call) / std::max<std::size_t>(1, out)));
  const float most = std::sqrt(6.0F / terms);
  for (float& w : weights_) w = random.uniform(-most, most);
  for (float& b : bias_) b = random.uniform(-0.1F, 0.1F);
}

Parameters RandomParameters::parameters() const {
  return {weights_.size() > 0 ? weights_.data() : nullptr, bias_.size() > 0 ? bias_.data() : nullptr};
}

void fill_random(const MapShape& shape, std::uint64_t seed, float* laid_out) {
  RandomValues random(seed);
  std::vector<float> plain(static_cast<std::size_t>(shape.batch) * static_cast<std::size_t>(shape.channels) * shape.plane());
  for (float& v : plain) v = random.uniform(-1, 1);
  to_layout(shape, plain.data(), laid_out);
}

}  // namespace lastmile::kernels
