// Random weights and inputs for timing and tests, the same on every machine.
#pragma once

#include <cstdint>

#include "kernels/aligned.hpp"
#include "kernels/operator.hpp"

namespace lastmile::kernels {

/// splitmix64 (Steele, Lea, Flood 2014, doi:10.1145/2714064.2660195): small, and not for statistics.
class RandomValues {
 public:
  explicit RandomValues(std::uint64_t seed) : state_(seed) {}
  std::uint64_t bits();
  float uniform(float least, float most);
  int between(int least, int most);  ///< both included

 private:
  std::uint64_t state_;
};

/// Weights of variance 2 / (terms of a sum), so that values neither vanish nor grow through a network; small
/// biases.
class RandomParameters {
 public:
  RandomParameters(const KernelCall& call, std::uint64_t seed);
  [[nodiscard]] Parameters parameters() const;

 private:
  Floats weights_, bias_;
};

/// Values in [-1, 1), zeros in the padding.
void fill_random(const MapShape& shape, std::uint64_t seed, float* laid_out);

}  // namespace lastmile::kernels
