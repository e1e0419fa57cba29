// Arrays that numpy saved: .npz archives with samples and labels.
//
// Layout   a zip archive (stored or deflated members) of .npy arrays. Samples are x (or images,
//          data, features, X), labels y (or labels, targets); with a part asked for, x_PART and
//          y_PART (as in Keras's mnist.npz).
// Reads    samples uint8 [N][H][W], [N][H][W][C] or [N][C][H][W] (C is 1 or 3) as pixels; floats
//          and other integers as features, [N][...] in the order of the file; labels integers 0..255,
//          [N] or [N][1]. Little-endian, C order.
// Source   zip: PKWARE's APPNOTE 6.3; .npy: numpy.lib.format, versions 1 and 2
// Errors   ConfigError with file, array and byte
// Ignores  zip64 archives above 4 GiB, encryption, check sums, pickled objects, Fortran order
// Tests    tests/unit/learn/npz_test.cpp, tests/fuzz/
#pragma once

#include <string>
#include <string_view>

#include "models/learn/dataset.hpp"

namespace lastmile::learn {

Dataset parse_npz(std::string_view bytes, const std::string& file, const std::string& part = "");

}  // namespace lastmile::learn
