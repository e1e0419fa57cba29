#include "kernels/layout.hpp"

#include <algorithm>

namespace lastmile::kernels {
namespace {

template <class F>
void each(const MapShape& shape, F f) {
  std::size_t plain = 0;
  for (int n = 0; n < shape.batch; ++n)
    for (int c = 0; c < shape.channels; ++c)
      for (int y = 0; y < shape.height; ++y)
        for (int x = 0; x < shape.width; ++x) f(plain++, shape.index(n, c, y, x));
}

}  // namespace

void to_layout(const MapShape& shape, const float* plain, float* laid_out) {
  std::fill_n(laid_out, shape.elements(), 0.0F);
  each(shape, [&](std::size_t from, std::size_t to) { laid_out[to] = plain[from]; });
}

void from_layout(const MapShape& shape, const float* laid_out, float* plain) {
  each(shape, [&](std::size_t to, std::size_t from) { plain[to] = laid_out[from]; });
}

}  // namespace lastmile::kernels
