// Dense layer with its relu: the dense kernels of lanes.hpp (data sheet there).
//
// Parameters weights [out][in], then bias [out], arranged as dense_weights.hpp says. They start as
//            those of product.cpp do.
#include <cmath>

#include "kernels/dense_weights.hpp"
#include "models/learn/operations/maker.hpp"

namespace lastmile::learn {
namespace {

constexpr std::size_t kLanes = kernels::kLanes;

/// The input of a bias.
constexpr auto ones = [] {
  struct {
    alignas(64) float of[kLanes];
  } all{};
  for (float& one : all.of) one = 1;
  return all;
}();

class Dense final : public Operation {
 public:
  Dense(int in, int out, bool bias) : order_{out, in, bias} {}

  [[nodiscard]] std::vector<ParameterBlock> parameters() const override {
    std::vector<ParameterBlock> blocks;
    blocks.push_back({"weights", {order_.rows, order_.terms, 1, 1}});
    blocks.back().spread = std::sqrt((relu_ ? 2.0 : 1.0) / order_.terms);
    if (order_.bias) blocks.push_back({"bias", {order_.rows}});
    return blocks;
  }

  [[nodiscard]] std::size_t arranged_size() const override { return order_.arranged_size(); }
  void arrange(const float* plain, float* arranged) const override {
    order_.arrange(plain, arranged);
  }
  void restore(const float* arranged, float* plain) const override {
    order_.restore(arranged, plain);
  }

  void forward(const ForwardCall& c) const override {
    c.kernels.dense(call(c.parameters, c.images), c.in[0], relu_, c.out);
  }

  void backward(const BackwardCall& c) const override {
    if (mask_)
      c.kernels.relu_back(static_cast<std::size_t>(order_.rows) * kLanes, c.out, c.slope, c.slope);
    if (c.in_slope[0] != nullptr)
      c.kernels.dense_back(call(c.parameters, c.images), c.slope, c.in_slope[0]);
    for (int tile = 0; tile < order_.tiles(); ++tile) tile_gradient(c, tile);
  }

  [[nodiscard]] bool steps_at_once() const override { return true; }

  void describe(Hasher& hash) const override {
    hash.add("product").add(order_.terms).add(1).add(1).add(order_.rows);
    describe_window(hash, kernels::LaneWindow());
    hash.add(std::size_t{1}).add(order_.bias).add(relu_);
  }

  bool join_relu() override { return mask_ = relu_ = true; }
  void trust_readers() override { mask_ = false; }

 private:
  [[nodiscard]] kernels::LaneDense call(const float* parameters, int images) const {
    return {order_.rows, order_.terms, images, order_.bias, parameters};
  }

  void tile_gradient(const BackwardCall& c, int tile) const {
    alignas(64) float turned[kLanes * kLanes];
    kernels::turn_slopes(c.slope, order_.rows, tile, turned);
    const std::size_t first = static_cast<std::size_t>(tile) * order_.tile_floats();
    const bool steps = c.step.weights != nullptr;
    const auto part = [&](int terms, const float* input, std::size_t at) {
      c.kernels.dense_gradient({terms, c.images, turned, input,
                                (steps ? c.step.weights : c.gradient) + at,
                                steps ? c.step.velocity + at : nullptr, c.step.rule});
    };
    part(order_.terms, c.in[0], first);
    if (order_.bias) part(1, ones.of, first + static_cast<std::size_t>(order_.terms) * kLanes);
  }

  kernels::DenseWeights order_;
  bool relu_ = false;
  bool mask_ = false;  // the slope of the output must be masked on the way back
};

}  // namespace

Made make_dense(const LayerPlace& place) {
  return std::make_unique<Dense>(static_cast<int>(place.layer.in.elements()),
                                 place.layer.spec.out_channels, place.layer.spec.bias);
}

}  // namespace lastmile::learn
