// Sixteen rows of sixteen bytes, and the same square with rows and columns exchanged.
//
// Formula    four times: row i and row i + 8, byte by byte in turn, become rows 2i and 2i + 1. Each time the
//            four bits of a byte's column move one place towards the row, and the row's towards the column.
// Tests      tests/unit/kernels/lanes_test.cpp (from_bytes on every instruction set)
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace lastmile::kernels {
namespace {

using ByteRow = std::uint8_t __attribute__((vector_size(16)));
using ByteSquare = std::array<ByteRow, 16>;

/// Bytes start .. start + 15 of each image.
inline ByteSquare load_square(const std::uint8_t* const* images, std::size_t start) {
  ByteSquare square;
  for (std::size_t i = 0; i < square.size(); ++i)
    std::memcpy(&square[i], images[i] + start, sizeof(ByteRow));
  return square;
}

inline ByteSquare zipped(const ByteSquare& in) {
  ByteSquare out;
  for (std::size_t i = 0; i < 8; ++i) {
    out[2 * i] = __builtin_shufflevector(in[i], in[i + 8], 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21,
                                         6, 22, 7, 23);
    out[2 * i + 1] = __builtin_shufflevector(in[i], in[i + 8], 8, 24, 9, 25, 10, 26, 11, 27, 12, 28,
                                             13, 29, 14, 30, 15, 31);
  }
  return out;
}

inline ByteSquare transposed(const ByteSquare& in) { return zipped(zipped(zipped(zipped(in)))); }

}  // namespace
}  // namespace lastmile::kernels
