#include "kernels/epilogue.hpp"

#include <limits>

namespace lastmile::kernels {

Epilogue epilogue_of(Activation activation) {
  constexpr float most = std::numeric_limits<float>::infinity();
  if (activation == Activation::relu) return {0, most, Activation::none};
  if (activation == Activation::relu6) return {0, 6, Activation::none};
  return {-most, most, activation};
}

bool fills_padding(Activation activation) { return activation == Activation::sigmoid; }

void clear_padding(const MapShape& shape, float* map) {
  const int used = shape.channels % kBlock;
  if (used == 0 || shape.interleaved()) return;
  for (int n = 0; n < shape.batch; ++n) {
    float* block = map + shape.index(n, shape.channels - used, 0, 0);
    for (std::size_t pixel = 0; pixel < shape.plane(); ++pixel)
      for (int lane = used; lane < kBlock; ++lane)
        block[pixel * kBlock + static_cast<std::size_t>(lane)] = 0;
  }
}

}  // namespace lastmile::kernels
