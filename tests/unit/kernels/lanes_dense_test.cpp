// Dense layers of learning against the plain loops, on every instruction set.
#include <doctest/doctest.h>

#include <array>

#include "kernels/aligned.hpp"
#include "kernels/dense_weights.hpp"
#include "sim/random.hpp"

using namespace lastmile;
using namespace lastmile::kernels;

namespace {

std::size_t size(int n) { return static_cast<std::size_t>(n); }

Floats random_floats(int n, const char* name) {
  RandomStream random(9, name);
  Floats v(size(n));
  for (float& x : v) x = static_cast<float>(random.normal());
  return v;
}

struct Layer {
  Layer(int m, int k, bool with_bias, int n) : rows(m), terms(k), images(n), bias(with_bias) {
    plain = random_floats(m * (k + (bias ? 1 : 0)), "weights");
    arranged.assign(order().arranged_size(), -1.0F);
    order().arrange(plain.data(), arranged.data());
    in = random_floats(k * kLanes, "in");
    slope = random_floats(m * kLanes, "slope");
    for (int i = 0; i < m * kLanes; ++i)
      if (i % kLanes >= n) slope[size(i)] = 0;
  }

  [[nodiscard]] DenseWeights order() const { return {rows, terms, bias}; }
  [[nodiscard]] LaneDense call() const { return {rows, terms, images, bias, arranged.data()}; }
  [[nodiscard]] float weight(int m, int k) const { return plain[size(m * terms + k)]; }

  [[nodiscard]] Floats forward(bool relu) const {
    Floats out;
    for (int m = 0; m < rows; ++m)
      for (int lane = 0; lane < kLanes; ++lane) {
        float sum = bias ? plain[size(rows * terms + m)] : 0.0F;
        for (int k = 0; k < terms; ++k) {
          const float product = weight(m, k) * in[size(k * kLanes + (lane < images ? lane : 0))];
          sum += product;
        }
        out.push_back(relu && !(sum > 0) ? 0.0F : sum);
      }
    return out;
  }

  [[nodiscard]] Floats back() const {
    Floats in_slope;
    for (int k = 0; k < terms; ++k)
      for (int lane = 0; lane < kLanes; ++lane) {
        float sum = 0;
        for (int m = 0; m < rows; ++m) {
          const float product = weight(m, k) * slope[size(m * kLanes + lane)];
          sum += product;
        }
        in_slope.push_back(sum);
      }
    return in_slope;
  }

  /// In the plain order, without the bias.
  [[nodiscard]] Floats gradient() const {
    Floats g;
    for (int m = 0; m < rows; ++m)
      for (int k = 0; k < terms; ++k) {
        std::array<float, kLanes> lanes{};
        for (int i = 0; i < kLanes; ++i)
          lanes[size(i)] = slope[size(m * kLanes + i)] * in[size(k * kLanes + i)];
        for (int half = kLanes / 2; half > 0; half /= 2)
          for (int i = 0; i < half; ++i) lanes[size(i)] += lanes[size(i + half)];
        g.push_back(lanes[0]);
      }
    return g;
  }

  /// By the kernels, in two parts of the terms.
  [[nodiscard]] Floats gradient(const LaneKernels& kernels) const {
    const DenseWeights no_bias{rows, terms, false};
    Floats got(no_bias.arranged_size(), -1.0F), turned(kLanes * kLanes), plain_order(size(rows * terms));
    for (int tile = 0; tile < no_bias.tiles(); ++tile) {
      float* to = got.data() + size(tile) * no_bias.tile_floats();
      turn_slopes(slope.data(), rows, tile, turned.data());
      const int half = terms / 2;
      kernels.dense_gradient({half, images, turned.data(), in.data(), to});
      kernels.dense_gradient(
          {terms - half, images, turned.data(), in.data() + half * kLanes, to + half * kLanes});
    }
    no_bias.restore(got.data(), plain_order.data());
    return plain_order;
  }

  int rows, terms, images;
  bool bias;
  Floats plain, arranged, in, slope;
};

void check(const Layer& layer, const LaneKernels& kernels) {
  CAPTURE(layer.rows);
  CAPTURE(layer.images);
  for (const bool relu : {false, true}) {
    Floats out(size(layer.rows * kLanes), -1.0F);
    kernels.dense(layer.call(), layer.in.data(), relu, out.data());
    CHECK(out == layer.forward(relu));
  }
  Floats in_slope(layer.in.size(), -1.0F);
  kernels.dense_back(layer.call(), layer.slope.data(), in_slope.data());
  CHECK(in_slope == layer.back());
  CHECK(layer.gradient(kernels) == layer.gradient());
}

}  // namespace

TEST_CASE("dense layers: every instruction set gives the bits of the plain loops") {
  for (const std::string_view name : lane_kernel_names()) {
    CAPTURE(name);
    const LaneKernels& kernels = *find_lane_kernels(name);
    for (int images = 1; images <= kLanes; ++images) check({37, 11, true, images}, kernels);
    for (const int rows : {1, 8, 16, 17, 33, 48, 60})
      for (const int terms : {2, 9, 40}) check({rows, terms, rows % 2 == 0, 10}, kernels);
  }
}

TEST_CASE("dense layers: a step along the gradient has the bits of the gradient and then the step") {
  const SgdStep step{0, 0.1F, 0.9F, 0.01F};
  for (const std::string_view name : lane_kernel_names())
    for (const int images : {3, 10, 16}) {
      CAPTURE(name);
      const LaneKernels& kernels = *find_lane_kernels(name);
      const Layer layer(kLanes, 21, false, images);
      Floats turned(kLanes * kLanes), gradient(layer.arranged.size());
      turn_slopes(layer.slope.data(), kLanes, 0, turned.data());
      kernels.dense_gradient({21, images, turned.data(), layer.in.data(), gradient.data()});
      Floats weights = layer.arranged, velocity = random_floats(21 * kLanes, "velocity");
      Floats stepped = weights, moved = velocity;
      SgdStep all = step;
      all.count = gradient.size();
      kernels.sgd(all, gradient.data(), velocity.data(), weights.data());
      kernels.dense_gradient(
          {21, images, turned.data(), layer.in.data(), stepped.data(), moved.data(), step});
      CHECK(stepped == weights);
      CHECK(moved == velocity);
      CHECK(stepped != layer.arranged);
    }
}

TEST_CASE("dense layers: weights arranged for the kernels come back as they were, 0 between them") {
  const Layer layer(18, 3, true, 4);
  Floats back(layer.plain.size());
  layer.order().restore(layer.arranged.data(), back.data());
  CHECK(back == layer.plain);
  CHECK(layer.arranged.size() == 2 * 16 * 4);
  CHECK(layer.arranged[4] == layer.weight(4, 0));
  CHECK(layer.arranged[16 + 4] == layer.weight(4, 1));
  CHECK(layer.arranged[3 * 16 + 4] == layer.plain[18 * 3 + 4]);
  CHECK(layer.arranged[4 * 16 + 1] == layer.weight(17, 0));
  CHECK(layer.arranged[4 * 16 + 2] == 0.0F);
}
