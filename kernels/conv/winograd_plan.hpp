// Winograd's convolution (data sheet: winograd_kernels.hpp) cut into blocks of tiles that stay in
// the second-level cache, and its transformed weights.
//
// Method     a block of tiles is transformed; for each tile of output channels: the products one
// after the
//            other, each a product of matrices by the tiles of tile.hpp; then the outputs of these
//            channels
// Symbols    M outputs a side of a tile, N = M + 2; N^2 products
#pragma once

#include <vector>

#include "kernels/aligned.hpp"
#include "kernels/conv/tile.hpp"
#include "kernels/operator.hpp"

namespace lastmile::kernels {

struct WinogradCut {
  int outputs = 4;       ///< M
  int block = 28;        ///< tiles transformed at a time
  int tile_pixels = 14;  ///< of the products: tiles
  int tile_blocks = 2;   ///< and blocks of output channels
};

class WinogradPlan {
 public:
  WinogradPlan(const KernelCall& call, const WinogradCut& cut, const TileKernels& kernels);

  struct Channels {
    int first = 0, blocks = 0, halves = 0;
    std::size_t weights = 0;  ///< of the first product; the others follow
  };
  [[nodiscard]] const WinogradCut& cut() const { return cut_; }
  [[nodiscard]] int side() const { return cut_.outputs + 2; }
  [[nodiscard]] int products() const { return side() * side(); }
  [[nodiscard]] int tiles_x() const { return tiles_x_; }
  [[nodiscard]] int tiles_y() const { return tiles_y_; }
  [[nodiscard]] int tiles() const { return call_.batch * tiles_x_ * tiles_y_; }
  [[nodiscard]] int in_blocks() const { return in_blocks_; }
  [[nodiscard]] const KernelCall& call() const { return call_; }
  [[nodiscard]] const std::vector<Channels>& channels() const { return channels_; }
  [[nodiscard]] std::size_t product_weights(const Channels& c) const;
  [[nodiscard]] Floats packed(const float* weights) const;
  /// Floats of the transformed inputs, of the products of one tile of channels, of the lines of the
  /// transform.
  [[nodiscard]] std::size_t input_floats() const;
  [[nodiscard]] std::size_t output_floats() const;
  [[nodiscard]] std::size_t line_floats() const;

 private:
  KernelCall call_;
  WinogradCut cut_;
  int tiles_x_ = 0, tiles_y_ = 0, in_blocks_ = 0;
  std::vector<Channels> channels_;
  std::size_t packed_floats_ = 0;
};

}  // namespace lastmile::kernels
