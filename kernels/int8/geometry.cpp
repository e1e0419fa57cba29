#include "kernels/int8/geometry.hpp"

#include <algorithm>

namespace lastmile::kernels::int8 {
namespace {

std::ptrdiff_t signed_size(std::size_t size) { return static_cast<std::ptrdiff_t>(size); }

bool pointwise(const KernelCall& call) {
  return call.kernel_height == 1 && call.kernel_width == 1 && call.stride == 1 && call.padding == 0;
}

void copy_flipped(const std::uint8_t* in, std::size_t count, std::uint8_t flip, std::uint8_t* out) {
  for (std::size_t i = 0; i < count; ++i) out[i] = in[i] ^ flip;
}

}  // namespace

Geometry::Geometry(const KernelCall& call, bool copy) : copied(copy || call.padding > 0) {
  if (pointwise(call) && call.height * call.width == 1)
    one_row_of_images(call);
  else
    rows_of_pixels(call);
}

void Geometry::one_row_of_images(const KernelCall& call) {
  source = input_shape(call, 0);
  columns = call.batch;
  column = signed_size(source.index(1, 0, 0, 0));
  out_column = signed_size(output_shape(call).index(1, 0, 0, 0));
  out_block = kBlock;
}

void Geometry::rows_of_pixels(const KernelCall& call) {
  const MapShape in = input_shape(call, 0);
  const int frame = 2 * call.padding;
  source = {1, in.channels, in.height + frame, in.width + frame};
  images = call.batch;
  image = signed_size(in.index(1, 0, 0, 0));
  rows = call.height_out();
  columns = call.width_out();
  const std::ptrdiff_t pixel = source.interleaved() ? source.channels : kBlock;
  column = call.stride * pixel;
  row = column * source.width;
  out_row = columns * static_cast<std::ptrdiff_t>(kBlock);
  out_block = rows * out_row;
  out_image = out_block * output_shape(call).blocks();
  if (!pointwise(call)) return;
  columns *= rows;
  rows = 1;
}

void copy_framed(const MapShape& shape, int padding, const MapShape& framed, std::uint8_t zero,
                 std::uint8_t flip, const std::uint8_t* in, std::uint8_t* out) {
  const int planes = shape.interleaved() ? 1 : shape.batch * shape.blocks();
  const auto pixels = [&](int count) {
    return static_cast<std::size_t>(count) *
           static_cast<std::size_t>(shape.interleaved() ? shape.channels : kBlock);
  };
  const std::size_t line = pixels(shape.width), left = pixels(padding);
  const std::size_t right = pixels(framed.width - padding - shape.width);
  const int below = framed.height - padding - shape.height;
  const auto border = static_cast<std::uint8_t>(zero ^ flip);
  for (int plane = 0; plane < planes; ++plane) {
    out = std::fill_n(out, pixels(padding * framed.width), border);
    for (int y = 0; y < shape.height; ++y, in += line) {
      out = std::fill_n(out, left, border);
      copy_flipped(in, line, flip, out);
      out = std::fill_n(out + line, right, border);
    }
    out = std::fill_n(out, pixels(below * framed.width), border);
  }
}

}  // namespace lastmile::kernels::int8
