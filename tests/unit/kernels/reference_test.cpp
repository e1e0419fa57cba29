#include "kernels/reference.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace lastmile::kernels;

namespace {

// Runs one call on plain tensors.
std::vector<float> run(const char* line, const std::vector<std::vector<float>>& inputs, const std::vector<float>& weights = {},
                       const std::vector<float>& bias = {}) {
  const KernelCall call = parse_call(line);
  const auto made = make_reference(call, {weights.empty() ? nullptr : weights.data(), bias.empty() ? nullptr : bias.data()});
  std::vector<std::vector<float>> laid_out;
  std::vector<const void*> pointers;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const MapShape shape = input_shape(call, static_cast<int>(i));
    laid_out.emplace_back(shape.elements());
    to_layout(shape, inputs[i].data(), laid_out.back().data());
  }
  for (const auto& one : laid_out) pointers.push_back(one.data());
  const MapShape out = output_shape(call);
  std::vector<float> result(out.elements()), plain(static_cast<std::size_t>(out.batch * out.channels) * out.plane());
  made->run(pointers.data(), result.data(), nullptr);
  from_layout(out, result.data(), plain.data());
  return plain;
}

}  // namespace

TEST_CASE("reference: convolution by hand, with stride, padding, groups, addition and activation") {
  // 3x3 map of 1..9, kernel of ones, padding 1, stride 2: the corners' neighbourhoods.
  CHECK(run("conv c=1 h=3 w=3 oc=1 k=3x3 s=2 p=1", {{1, 2, 3, 4, 5, 6, 7, 8, 9}}, std::vector<float>(9, 1), {10}) ==
        std::vector<float>{22, 26, 34, 38});
  CHECK(run("conv c=2 oc=2 g=2", {{3, 5}}, {2, 4}) == std::vector<float>{6, 20});
  CHECK(run("conv c=1 oc=2 add=1 act=relu", {{3}, {1, -9}}, {2, 2}) == std::vector<float>{7, 0});
  CHECK(run("conv c=1 h=1 w=5 oc=1 k=1x3 d=2", {{1, 2, 3, 4, 5}}, {1, 10, 100}) == std::vector<float>{531});
  CHECK(run("depthwise c=2 h=1 w=2 g=2 k=1x2", {{1, 2, 3, 4}}, {1, 1, 10, 100}) == std::vector<float>{3, 430});
  CHECK(run("dense c=2 oc=2", {{1, 2}}, {3, 4, 5, 6}, {0.5F, 0}) == std::vector<float>{11.5F, 17});
}

TEST_CASE("reference: pools, shuffle, concat, products") {
  CHECK(run("max_pool h=1 w=4 k=1x2 s=2", {{1, 4, 3, 2}}) == std::vector<float>{4, 3});
  CHECK(run("avg_pool h=1 w=3 k=3x3 s=2 p=1", {{2, 4, 6}}) == std::vector<float>{3, 5});
  CHECK(run("global_pool c=2 h=1 w=2", {{1, 3, 5, 9}}) == std::vector<float>{2, 7});
  CHECK(run("shuffle c=4 g=2", {{0, 1, 2, 3}}) == std::vector<float>{0, 2, 1, 3});
  CHECK(run("concat parts=1,2", {{1}, {2, 3}}) == std::vector<float>{1, 2, 3});
  CHECK(run("multiply c=2 h=1 w=2", {{1, 2, 3, 4}, {10, 100}}) == std::vector<float>{10, 20, 300, 400});
  CHECK(run("add c=2 inputs=3 act=relu6", {{1, 2}, {1, -9}, {9, 1}}) == std::vector<float>{6, 0});
}

TEST_CASE("reference: softmax, normalisation, recurrence, attention") {
  const auto soft = run("softmax c=2", {{0, std::log(3.0F)}});
  CHECK(soft[1] == doctest::Approx(0.75));
  const auto norm = run("layer_norm c=2", {{1, 3}}, {1, 2}, {0, 5});
  CHECK(norm[0] == doctest::Approx(-1).epsilon(1e-4));
  CHECK(norm[1] == doctest::Approx(7).epsilon(1e-4));
  // One unit, all weights 0: gates 1/2, candidate 0; the state halves.
  const auto cell = run("lstm c=1 oc=1", {{1}, {1}, {2}}, std::vector<float>(8, 0));
  CHECK(cell[1] == doctest::Approx(1));
  CHECK(cell[0] == doctest::Approx(0.5 * std::tanh(1.0)));
  // Keys equal: every token attends to all alike.
  const auto mean = run("attention c=2 w=2", {{1, 2, 3, 4}, {5, 5, 6, 6}, {1, 3, 10, 20}});
  CHECK(mean[0] == doctest::Approx(2));
  CHECK(mean[3] == doctest::Approx(15));
  CHECK(activated(Activation::hard_swish, 1) == doctest::Approx(4.0 / 6));
  CHECK(activated(Activation::gelu, 1) == doctest::Approx(0.8413447));
}
