// Where an int8 convolution or dense layer finds its input and puts its output: pixels in rows, at
// fixed steps.
//
// A 1 x 1 convolution of stride 1 is one row of all pixels of an image; a dense layer (or a
// convolution of 1 x 1 maps) one row of all images. Padding is made by a copy of the image in
// scratch memory, framed with the zero point; the same copy inverts the top bits where the
// instruction set wants signed bytes.
//
// Tests: tests/unit/kernels/int8_conv_test.cpp
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/operator.hpp"

namespace lastmile::kernels::int8 {

struct Geometry {
  /// `copy`: even without padding.
  Geometry(const KernelCall& call, bool copy);

  bool copied = false;
  MapShape source;  ///< what the tiles read: an image of the input, or its framed copy
  int images = 1;
  std::ptrdiff_t image = 0;  ///< elements between images of the input
  int rows = 1;
  int columns = 1;
  std::ptrdiff_t row = 0;     ///< bytes of the source between rows of output pixels
  std::ptrdiff_t column = 0;  ///< and between neighbours in a row

  std::ptrdiff_t out_image = 0;  ///< elements, as the next three
  std::ptrdiff_t out_row = 0;
  std::ptrdiff_t out_column = kBlock;
  std::ptrdiff_t out_block = 0;

 private:
  void one_row_of_images(const KernelCall& call);
  void rows_of_pixels(const KernelCall& call);
};

/// An image of `shape` into the map `framed`, `padding` pixels from its upper left corner, the
/// bytes around it `zero`; every byte is xor-ed with `flip`.
void copy_framed(const MapShape& shape, int padding, const MapShape& framed, std::uint8_t zero,
                 std::uint8_t flip, const std::uint8_t* in, std::uint8_t* out);

}  // namespace lastmile::kernels::int8
