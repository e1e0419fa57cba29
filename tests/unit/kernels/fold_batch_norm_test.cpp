#include "kernels/fold_batch_norm.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>

#include "tests/unit/kernels/against_reference.hpp"

using namespace lastmile::kernels;

namespace {

std::vector<float> random_values(RandomValues& random, std::size_t count, float least, float most) {
  std::vector<float> values(count);
  for (float& v : values) v = random.uniform(least, most);
  return values;
}

Floats run(const char* line, const std::vector<float>& weights, const std::vector<float>& bias) {
  const KernelCall call = parse_call(line);
  bool inside = true;
  const auto made = make_operator(call, {weights.data(), bias.data()});
  return comparison::result(*made, random_inputs(call, 5), output_shape(call).elements(), inside);
}

}  // namespace

TEST_CASE("fold_batch_norm: a folded layer gives the norm of the layer") {
  constexpr std::size_t channels = 40;
  RandomValues random(3);
  const BatchNorm norm{
      random_values(random, channels, -1, 1), random_values(random, channels, 0.1F, 2),
      random_values(random, channels, -2, 2), random_values(random, channels, -1, 1), 1e-3F};
  std::vector<float> weights = random_values(random, channels * 9, -1, 1),
                     bias = random_values(random, channels, -1, 1);
  const char* const layer = "depthwise c=40 h=9 w=9 k=3x3 p=1";
  const Floats before = run(layer, weights, bias);
  fold_batch_norm(norm, weights, bias);
  const Floats after = run(layer, weights, bias);
  const MapShape shape = output_shape(parse_call(layer));
  double worst = 0;
  for (int c = 0; c < shape.channels; ++c)
    for (int y = 0; y < 9; ++y)
      for (int x = 0; x < 9; ++x) {
        const std::size_t i = shape.index(0, c, y, x), at = static_cast<std::size_t>(c);
        const double wanted =
            norm.scale[at] * (before[i] - norm.mean[at]) / std::sqrt(norm.variance[at] + 1e-3) +
            norm.shift[at];
        worst = std::max(worst, std::abs(after[i] - wanted) / std::max(1.0, std::abs(wanted)));
      }
  CHECK(worst <= 4 * rounding_of(9));
}

TEST_CASE("fold_batch_norm: a missing bias is made, wrong sizes are refused") {
  std::vector<float> weights{2, 4}, bias;
  fold_batch_norm({{1}, {3}, {2}, {5}, 1}, weights, bias);
  CHECK(weights == std::vector<float>{2, 4});
  CHECK(bias == std::vector<float>{4});
  std::vector<float> three{1, 2, 3};
  CHECK_THROWS_AS(fold_batch_norm({{1, 1}, {1, 1}, {1, 1}, {1, 1}}, three, bias),
                  std::invalid_argument);
}
