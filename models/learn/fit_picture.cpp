#include "models/learn/fit_picture.hpp"

#include <algorithm>
#include <cmath>

#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

using models::Shape;

/// Between which two old rows (or columns) a new one lies, and how near to the second.
struct Between {
  std::size_t first = 0, second = 0;
  double share = 0;
};

std::vector<Between> places(std::int64_t old_size, std::int64_t new_size, Interpolation how) {
  std::vector<Between> all;
  const double step = static_cast<double>(old_size) / static_cast<double>(new_size);
  const auto last = static_cast<double>(old_size - 1);
  for (std::int64_t i = 0; i < new_size; ++i) {
    const double middle = (static_cast<double>(i) + 0.5) * step;
    const double at = how == Interpolation::nearest ? std::floor(middle) : middle - 0.5;
    const double inside = std::clamp(at, 0.0, last), first = std::floor(inside);
    all.push_back({static_cast<std::size_t>(first),
                   static_cast<std::size_t>(std::min(first + 1, last)), inside - first});
  }
  return all;
}

Picture with_channels(const Picture& picture, std::int64_t wanted, ChannelOrder order) {
  Picture made = picture;
  const auto plane = static_cast<std::size_t>(picture.shape.plane());
  if (order == ChannelOrder::reversed) {
    const auto channels = static_cast<std::size_t>(picture.shape.channels);
    for (std::size_t c = 0; c < channels; ++c)
      std::copy_n(&picture.pixels[c * plane], plane, &made.pixels[(channels - 1 - c) * plane]);
  } else if (order == ChannelOrder::repeated && picture.shape.channels == 1) {
    made.shape.channels = wanted;
    for (std::int64_t c = 1; c < wanted; ++c)
      made.pixels.insert(made.pixels.end(), picture.pixels.begin(), picture.pixels.end());
  }
  return made;
}

Picture sized(const Picture& picture, const Shape& wanted, const PictureFit& fit) {
  if (!fit.resize) return picture;
  if (fit.side == 0) return resized(picture, wanted.height, wanted.width, fit.interpolation);
  const auto [height, width] = std::pair(picture.shape.height, picture.shape.width);
  const std::int64_t shorter = std::min(height, width);
  const auto scaled = [&](std::int64_t size) { return (size * fit.side + shorter / 2) / shorter; };
  return centre_of(resized(picture, scaled(height), scaled(width), fit.interpolation),
                   wanted.height, wanted.width);
}

}  // namespace

Picture resized(const Picture& picture, std::int64_t height, std::int64_t width,
                Interpolation how) {
  const Shape& old = picture.shape;
  if (old.height == height && old.width == width) return picture;
  const std::vector<Between> rows = places(old.height, height, how);
  const std::vector<Between> columns = places(old.width, width, how);
  Picture made{{old.channels, height, width}, {}};
  made.pixels.reserve(static_cast<std::size_t>(made.shape.elements()));
  const auto old_width = static_cast<std::size_t>(old.width);
  for (std::int64_t c = 0; c < old.channels; ++c) {
    const std::uint8_t* plane = &picture.pixels[static_cast<std::size_t>(c * old.plane())];
    const auto mean = [&](std::size_t row, const Between& x) {
      const std::uint8_t* line = plane + row * old_width;
      return (1 - x.share) * line[x.first] + x.share * line[x.second];
    };
    for (const Between& y : rows)
      for (const Between& x : columns) {
        const double value = (1 - y.share) * mean(y.first, x) + y.share * mean(y.second, x);
        made.pixels.push_back(static_cast<std::uint8_t>(value + 0.5));
      }
  }
  return made;
}

Picture centre_of(const Picture& picture, std::int64_t height, std::int64_t width) {
  const Shape& old = picture.shape;
  if (height > old.height || width > old.width)
    throw ConfigError("a picture of " + to_string(old) + " has no middle of " +
                      std::to_string(height) + "x" + std::to_string(width));
  Picture made{{old.channels, height, width}, {}};
  const std::int64_t top = (old.height - height) / 2, left = (old.width - width) / 2;
  for (std::int64_t c = 0; c < old.channels; ++c)
    for (std::int64_t y = 0; y < height; ++y) {
      const auto from = picture.pixels.begin() + ((c * old.height + top + y) * old.width + left);
      made.pixels.insert(made.pixels.end(), from, from + width);
    }
  return made;
}

Picture fitted(const Picture& picture, const Shape& wanted, const PictureFit& fit) {
  Picture made = sized(with_channels(picture, wanted.channels, fit.channels), wanted, fit);
  if (made.shape == wanted) return made;
  throw ConfigError("a picture of " + to_string(picture.shape) + " becomes " +
                    to_string(made.shape) + ", the network takes " + to_string(wanted));
}

Dataset changed(const Dataset& data, const PictureChange& change) {
  if (data.values() != Values::pixels)
    throw ConfigError("data set '" + data.name() +
                      "' holds no pictures to be resized or reordered");
  Shape shape = data.shape();
  std::vector<std::uint8_t> pixels;
  for (std::size_t i = 0; i < data.size(); ++i) {
    const Picture old{data.shape(), {data.image(i), data.image(i) + data.shape().elements()}};
    const Picture made = change(old);
    shape = made.shape;
    pixels.insert(pixels.end(), made.pixels.begin(), made.pixels.end());
  }
  Dataset all(data.name(), shape, data.classes(), std::move(pixels), data.labels());
  return data.users().empty() ? all : all.owned_by(data.users());
}

}  // namespace lastmile::learn
