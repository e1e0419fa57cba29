#include "models/learn/fit_picture.hpp"

#include <doctest/doctest.h>

#include "models/learn/read/read_dataset.hpp"
#include "sim/error.hpp"
#include "tests/unit/temporary_folder.hpp"

using namespace lastmile;
using namespace lastmile::learn;
using lastmile::tests::Folder;

namespace {

using Bytes = std::vector<std::uint8_t>;

Picture grey(std::int64_t height, std::int64_t width, Bytes pixels) {
  return {{1, height, width}, std::move(pixels)};
}

/// What a network sees of sample 0.
std::vector<float> seen(const Dataset& data) {
  const std::vector<std::uint32_t> first = {0};
  std::vector<float> lanes(static_cast<std::size_t>(data.shape().elements()) * kernels::kLanes),
      values;
  data.fill(kernels::lane_kernels(), first, lanes.data());
  for (std::size_t i = 0; i < lanes.size(); i += kernels::kLanes) values.push_back(lanes[i]);
  return values;
}

}  // namespace

TEST_CASE("fit: twice as wide by bilinear weights 1/4 and 3/4, the edges repeated") {
  const Picture wide = resized(grey(1, 2, {0, 100}), 1, 4, Interpolation::bilinear);
  CHECK(wide.pixels == Bytes{0, 25, 75, 100});
  CHECK(resized(grey(2, 1, {0, 100}), 4, 1, Interpolation::bilinear).pixels == wide.pixels);
  // To a half: each new pixel lies in the middle of four.
  CHECK(resized(grey(2, 2, {10, 20, 30, 41}), 1, 1, Interpolation::bilinear).pixels == Bytes{25});
}

TEST_CASE("fit: nearest takes the pixel under the middle") {
  CHECK(resized(grey(1, 4, {1, 2, 3, 4}), 1, 2, Interpolation::nearest).pixels == Bytes{2, 4});
  CHECK(resized(grey(1, 2, {1, 2}), 1, 5, Interpolation::nearest).pixels == Bytes{1, 1, 2, 2, 2});
}

TEST_CASE("fit: the shorter side is scaled, the middle stays") {
  PictureFit fit;
  fit.resize = true;
  fit.side = 2;
  fit.interpolation = Interpolation::nearest;
  const Picture picture = grey(2, 4, {1, 2, 3, 4, 5, 6, 7, 8});
  CHECK(fitted(picture, {1, 2, 2}, fit).pixels == Bytes{2, 3, 6, 7});
  fit.side = 0;
  CHECK(fitted(picture, {1, 2, 2}, fit).pixels == Bytes{2, 4, 6, 8});
  fit.side = 1;
  CHECK_THROWS_WITH_AS(fitted(picture, {1, 2, 2}, fit), doctest::Contains("no middle of 2x2"),
                       ConfigError);
  CHECK_THROWS_WITH_AS(fitted(picture, {1, 2, 2}, {}),
                       doctest::Contains("1x2x4 becomes 1x2x4, the network takes 1x2x2"),
                       ConfigError);
}

TEST_CASE("fit: channels turned round, and grey for three") {
  PictureFit fit;
  fit.channels = ChannelOrder::reversed;
  CHECK(fitted({{3, 1, 2}, {1, 2, 3, 4, 5, 6}}, {3, 1, 2}, fit).pixels == Bytes{5, 6, 3, 4, 1, 2});
  fit.channels = ChannelOrder::repeated;
  CHECK(fitted(grey(1, 2, {7, 8}), {3, 1, 2}, fit).pixels == Bytes{7, 8, 7, 8, 7, 8});
}

TEST_CASE("fit: pictures of a folder that differ in size are made alike") {
  const Folder folder;
  folder.write("cats/a.pgm", std::string("P5 2 1 255\n") + "\x01\x02");
  folder.write("dogs/b.pgm", std::string("P5 4 2 255\n") + "\x01\x02\x03\x04\x05\x06\x07\x08");
  PictureFit fit;
  fit.resize = true;
  fit.interpolation = Interpolation::nearest;
  ReadOptions options;
  CHECK_THROWS_WITH_AS(read_dataset(folder.path, options), doctest::Contains("all must be alike"),
                       ConfigError);
  options.change = [&](const Picture& picture) { return fitted(picture, {1, 1, 2}, fit); };
  const Dataset data = read_dataset(folder.path, options);
  REQUIRE(data.size() == 2);
  CHECK(data.shape() == models::Shape{1, 1, 2});
  CHECK(data.image(1)[0] == 6);
  CHECK(data.image(1)[1] == 8);
}

TEST_CASE("scale: a factor and a shift a channel, kept by subsets, part of the digest") {
  const Dataset data("d", {2, 1, 2}, 2, Bytes{0, 255, 10, 20, 1, 2, 3, 4}, {0, 1});
  const Dataset scaled = data.seen_as({{0.5F, 2}, {1, -3}});
  CHECK(seen(scaled) == std::vector<float>{1, 128.5F, 17, 37});
  const std::vector<std::uint32_t> second = {1};
  CHECK(seen(scaled.subset(second)) == std::vector<float>{1.5F, 2, 3, 5});
  CHECK(seen(data) == std::vector<float>{-2, 2, 10 * 4.0F / 255 - 2, 20 * 4.0F / 255 - 2});
  CHECK_FALSE(scaled.digest() == data.digest());
  CHECK_THROWS_WITH_AS(data.seen_as({{1}, {0}}),
                       doctest::Contains("scales of 1 channels for 2x1x2"), ConfigError);
}
