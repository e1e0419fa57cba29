#include "models/learn/softmax.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>

using namespace lastmile::learn;

TEST_CASE("softmax and cross-entropy agree with the definition") {
  const std::array<float, 6> z{1.5F, 9, -0.5F, 9, 0.25F, 9};  // every second one
  Softmax softmax(3);
  softmax.set(z.data(), 2);
  const double sum = std::exp(1.5) + std::exp(-0.5) + std::exp(0.25);
  CHECK(softmax.likeliest() == 0);
  CHECK(softmax.probability(0) == doctest::Approx(std::exp(1.5) / sum).epsilon(1e-12));
  CHECK(softmax.probability(1) == doctest::Approx(std::exp(-0.5) / sum).epsilon(1e-12));
  CHECK(softmax.loss(z.data(), 2, 2) ==
        doctest::Approx(-std::log(std::exp(0.25) / sum)).epsilon(1e-12));
}

TEST_CASE("large logits neither overflow nor lose the loss") {
  const std::array<float, 2> z{2000, -2000};
  Softmax softmax(2);
  softmax.set(z.data(), 1);
  CHECK(softmax.probability(0) == 1);
  CHECK(softmax.probability(1) == 0);
  CHECK(softmax.loss(z.data(), 1, 0) == 0);
  CHECK(softmax.loss(z.data(), 1, 1) == 4000);
}

TEST_CASE("entropy by hand: ln n when all are alike, 0 when one is certain") {
  const std::array<float, 4> even{1, 1, 1, 1}, certain{2000, 0, 0, 0}, two{0, 0, -2000, -2000};
  Softmax softmax(4);
  softmax.set(even.data(), 1);
  CHECK(softmax.entropy() == doctest::Approx(std::log(4)).epsilon(1e-12));
  softmax.set(certain.data(), 1);
  CHECK(softmax.entropy() == 0);
  softmax.set(two.data(), 1);
  CHECK(softmax.entropy() == doctest::Approx(std::log(2)).epsilon(1e-12));
}
