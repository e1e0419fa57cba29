#include "kernels/layout.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace lastmile::kernels;

TEST_CASE("layout: there and back, zeros in the padding") {
  for (const MapShape shape : {MapShape{2, 20, 3, 5}, MapShape{1, 16, 1, 1}, MapShape{3, 3, 4, 2}, MapShape{1, 1, 7, 7}}) {
    const std::size_t count = static_cast<std::size_t>(shape.batch * shape.channels) * shape.plane();
    std::vector<float> plain(count), back(count, -1), laid_out(shape.elements(), 9);
    for (std::size_t i = 0; i < count; ++i) plain[i] = static_cast<float>(i + 1);
    to_layout(shape, plain.data(), laid_out.data());
    from_layout(shape, laid_out.data(), back.data());
    CHECK(back == plain);
    double sum = 0;
    for (const float value : laid_out) sum += value;
    CHECK(sum == doctest::Approx(static_cast<double>(count) * static_cast<double>(count + 1) / 2));
  }
}

TEST_CASE("layout: pictures interleaved, channels in blocks of 16, vectors in order") {
  CHECK(MapShape{1, 3, 10, 10}.index(0, 2, 1, 4) == (1 * 10 + 4) * 3 + 2);
  CHECK(MapShape{2, 40, 4, 6}.index(1, 37, 2, 5) == (((1 * 3 + 2) * 4 + 2) * 6 + 5) * 16 + 5);
  CHECK(MapShape{2, 40, 4, 6}.elements() == 2 * 3 * 24 * 16);
  CHECK(MapShape{1, 3, 1, 1}.index(0, 2, 0, 0) == 2);
}
