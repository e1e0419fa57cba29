#include "models/transform/sparse_format.hpp"

#include <doctest/doctest.h>

#include "sim/error.hpp"
#include "sim/random.hpp"

using namespace lastmile;
using namespace lastmile::models;

TEST_CASE("bytes of the formats by hand") {
  CHECK(dense_bytes(1000, 32) == 4000);
  CHECK(dense_bytes(9, 1) == 2);
  const SparseCount count{1000, 10, 50};  // rows of 100 places: one byte numbers them
  CHECK(bitmap_bytes(count, 32) == 125 + 200);
  CHECK(csr_bytes(count, 32) == 200 + 50 + 44);
  CHECK(csr_bytes({1000, 1, 50}, 8) == 50 + 100 + 8);  // 1000 places: two bytes
}

TEST_CASE("distances, with fillers where they are too long") {
  // 0 0 5 . . . . . 7 with gaps of at most 3: 5 after 2, a filler after 3, 7 after 1
  const std::vector<float> weights{0, 0, 5, 0, 0, 0, 0, 0, 7, 0};
  const RelativeIndex index = relative_index(weights, 2);
  CHECK(index.gaps == std::vector<std::uint16_t>{2, 3, 1});
  CHECK(index.values == std::vector<float>{5, 0, 7});
  CHECK(relative_bytes(index, 8, 2) == 4);  // 3 x 10 bits
  CHECK(dense_of(index, weights.size()) == weights);
}

TEST_CASE("any sparse weights come back") {
  RandomStream random(1, "test/sparse");
  for (const double share : {0.0, 0.02, 0.5, 1.0}) {
    std::vector<float> weights(3000, 0.0F);
    for (float& w : weights)
      if (random.uniform() < share) w = static_cast<float>(random.normal());
    for (const int bits : {1, 3, 8})
      CHECK(dense_of(relative_index(weights, bits), weights.size()) == weights);
  }
}

TEST_CASE("values behind the end are refused") {
  CHECK_THROWS_WITH_AS(dense_of({{2, 3}, {1, 1}}, 6),
                       "coded weights: value 1 lies behind the last of 6 weights", ConfigError);
}
