// The transforms of Winograd's convolution of 3 x 3 taps: of an input tile before, of an output
// tile after the products in between.
//
// Formulae   Y = A^T [ (G g G^T) . (B^T d B) ] A   summed over input channels; . elementwise
//            F(2,3)  points 0, 1, -1:          4 x 4 inputs d, 2 x 2 outputs Y: 16 products for 36
//            F(4,3)  points 0, 3/4, -3/4, 3/2, -3/2: 6 x 6 inputs, 4 x 4 outputs: 36 products for
//            144 with points +-a, +-b: rows of B^T  a^2 b^2 d0 - (a^2 + b^2) d2 + d4, (d4 - b^2 d2)
//            +- a (d3 - b^2 d1), the same with a and b exchanged, and the first one shifted; of A^T
//            the powers of the points; of G (1, t, t^2) / prod (t - other points)
// Symbols    d input tile, g taps, Y output tile
// Source     Winograd 1980 (doi:10.1137/1.9781611970364); Lavin, Gray 2016
// (doi:10.1109/CVPR.2016.435). The points
//            were chosen here by trial: 3/4 and 3/2 leave a third of the error of the usual 1 and 2
// Validity   3 x 3 taps, stride 1, no dilation, one group
// Tests      tests/unit/kernels/conv_winograd_test.cpp
#pragma once

#include <cstddef>

#include "kernels/conv/tile.hpp"

namespace lastmile::kernels {

/// Input rows of a line of tiles that lie side by side, 16 channels.
struct WinogradInput {
  const float* rows[6] = {};  ///< each at the first column of the first tile, which may lie outside
  bool inside[6] = {};        ///< rows outside count as zeros
  int first_column = 0;       ///< of the first tile, from the map's
  int width = 0;              ///< of the map: columns outside are zeros
  int tiles = 0;
  float* lines = nullptr;      ///< scratch: M + 2 rows of `M tiles + 2` pixels
  float* out = nullptr;        ///< [product][tile][16]
  std::ptrdiff_t product = 0;  ///< floats from product to product
};

/// One output tile of 16 channels.
struct WinogradOutput {
  const float* in = nullptr;  ///< [product][16]
  std::ptrdiff_t product = 0;
  const float* bias = nullptr;  ///< [16]
  const float* add = nullptr;   ///< null or as `out`
  float* out = nullptr;
  std::ptrdiff_t row = 0;     ///< floats from output row to row
  int rows = 0, columns = 0;  ///< of the tile that lie in the map
  Clamp clamp = Clamp::none;
};

struct WinogradKernels {
  void (*input)(const WinogradInput&);
  void (*output)(const WinogradOutput&);
};

/// `outputs` is 2 or 4. REQUIRES: `isa` is runnable.
const WinogradKernels& winograd_kernels(Isa isa, int outputs);

}  // namespace lastmile::kernels
