#include "models/transform/quantise.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "reference_forward.hpp"
#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::models;
using namespace lastmile::models::test;

namespace {

std::vector<float> draws(std::size_t count) {
  RandomStream random(3, "test/quantise");
  std::vector<float> values(count);
  for (float& v : values) v = static_cast<float>(random.normal(0.2, 1));
  return values;
}

double worst_error(const std::vector<float>& values, const AffineOptions& options) {
  const AffineCodes codes = quantise(values, 4, options);
  const std::vector<float> back = dequantise(codes);
  const std::size_t row = values.size() / codes.scales.size();
  double worst = 0;
  for (std::size_t i = 0; i < values.size(); ++i)
    worst = std::max(worst, static_cast<double>(std::abs(values[i] - back[i]) / codes.scales[i / row]));
  return worst;
}

}  // namespace

TEST_CASE("codes by hand") {
  const AffineCodes even = quantise(std::vector<float>{-1.27F, 0, 0.634F, 1.27F}, 1,
                                    {8, true, Granularity::tensor});
  CHECK(even.codes == std::vector<std::int32_t>{-127, 0, 63, 127});
  CHECK(even.scales[0] == doctest::Approx(0.01));
  const AffineCodes odd = quantise(std::vector<float>{-0.5F, 0, 1, 2.05F}, 1,
                                   {8, false, Granularity::tensor});
  CHECK(odd.scales[0] == doctest::Approx(0.01));
  CHECK(odd.zeros[0] == 50);
  CHECK(odd.codes == std::vector<std::int32_t>{0, 50, 150, 255});
}

TEST_CASE("the error is at most half a step, a whole one with a zero point; 0 is exact") {
  std::vector<float> values = draws(400);
  values[17] = 0;
  for (const int bits : {2, 4, 8, 12})
    for (const Granularity g : {Granularity::tensor, Granularity::channel}) {
      CHECK(worst_error(values, {bits, true, g}) <= 0.5001);
      CHECK(worst_error(values, {bits, false, g}) <= 1.0001);
      CHECK(dequantise(quantise(values, 4, {bits, false, g}))[17] == 0);
    }
}

TEST_CASE("a scale a channel is finer where one channel is large") {
  std::vector<float> values = draws(400);
  for (std::size_t i = 0; i < 100; ++i) values[i] *= 50;
  const auto error = [&](Granularity g) {
    const std::vector<float> back = dequantise(quantise(values, 4, {8, true, g}));
    double sum = 0;
    for (std::size_t i = 100; i < 400; ++i) sum += std::abs(static_cast<double>(values[i] - back[i]));
    return sum;
  };
  CHECK(error(Granularity::channel) < 0.1 * error(Granularity::tensor));
}

TEST_CASE("a network of 16 bits answers nearly the same, of 2 bits not; biases stay") {
  Graph graph("net", {2, 6, 6});
  graph.add(conv(5, 3));
  graph.add(plain(LayerKind::relu));
  graph.mark_exit(graph.add(dense(4)));
  const WeightedGraph net = with_random_weights(graph);
  const Map image = random_map({2, 6, 6}), exact = answer(net, image);
  CHECK(relative_difference(exact, answer(quantised(net, {16}), image)) < 1e-3);
  CHECK(relative_difference(exact, answer(quantised(net, {2}), image)) > 1e-2);
  CHECK(quantised(net, {2}).layers[1].bias == net.layers[1].bias);
  CHECK_THROWS_WITH_AS(quantised(net, {17}), "bits = 17: must be from 2 to 16", ConfigError);
}
