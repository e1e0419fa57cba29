// Pictures of any size and order of channels for a network that wants one of its own.
//
// Formula   bilinear  row i of the new ones lies at (i + 1/2) s - 1/2 of the old ones; weighted
//                     mean of the four pixels around, the edge repeated, rounded half up
//           nearest   pixel floor((i + 1/2) s)
// Symbols   i row (or column), from 0; s old size / new size
// Validity  pictures of bytes. A crop takes the middle; of an odd rest the smaller half is before.
// Ignores   smoothing before shrinking: to less than half, fine patterns alias
// Tests     tests/unit/learn/fit_picture_test.cpp
#pragma once

#include <cstdint>

#include "models/learn/dataset.hpp"
#include "models/learn/read/image.hpp"

namespace lastmile::learn {

enum class Interpolation : std::uint8_t { nearest, bilinear };
enum class ChannelOrder : std::uint8_t {
  kept,
  reversed,  ///< RGB becomes BGR
  repeated   ///< grey becomes as many equal channels as are wanted
};

struct PictureFit {
  bool resize = false;    ///< if not, sizes must agree
  std::int64_t side = 0;  ///< the shorter side becomes this and the middle is cut out; 0: stretched
  Interpolation interpolation = Interpolation::bilinear;
  ChannelOrder channels = ChannelOrder::kept;
};

Picture resized(const Picture& picture, std::int64_t height, std::int64_t width, Interpolation how);
Picture centre_of(const Picture& picture, std::int64_t height, std::int64_t width);

/// The picture in the shape `wanted`. ConfigError names both shapes if the fit does not lead there.
Picture fitted(const Picture& picture, const models::Shape& wanted, const PictureFit& fit);
/// Every picture of the set; ConfigError if they are no pictures.
Dataset changed(const Dataset& data, const PictureChange& change);

}  // namespace lastmile::learn
