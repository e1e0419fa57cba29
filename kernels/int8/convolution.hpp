// An int8 convolution or dense layer, tile by tile.
//
// Each image is framed if it needs to be (geometry.hpp); then, for every tile of output channels,
// its rows of pixels are cut into tiles of nearly equal length. There is no patch matrix: a tile
// reads the image through a table of offsets.
//
// Tests: tests/unit/kernels/int8_conv_test.cpp
#pragma once

#include <memory>
#include <string>

#include "kernels/int8/tile.hpp"
#include "kernels/operator.hpp"

namespace lastmile::kernels::int8 {

std::unique_ptr<Operator> make_convolution(const KernelCall& call, const Parameters& parameters,
                                           const TileSet& tiles, const std::string& name);

}  // namespace lastmile::kernels::int8
