// Activations other than relu: the kernels of lanes_activation.hpp (data sheet there).
#include "models/learn/operations/maker.hpp"

namespace lastmile::learn {
namespace {

using kernels::LaneActivation;
using models::LayerKind;

class Activation final : public Operation {
 public:
  Activation(LaneActivation kind, float leak, std::size_t floats)
      : kind_(kind), leak_(leak), floats_(floats) {}

  void forward(const ForwardCall& c) const override {
    c.kernels.activate(kind_, leak_, floats_, c.in[0], c.out);
  }
  void backward(const BackwardCall& c) const override {
    if (c.in_slope[0] != nullptr)
      c.kernels.activate_back(kind_, leak_, floats_, c.in[0], c.out, c.slope, c.in_slope[0]);
  }
  void describe(Hasher& hash) const override {
    hash.add("activation").add(static_cast<int>(kind_)).add(leak_);
  }

 private:
  LaneActivation kind_;
  float leak_;
  std::size_t floats_;
};

LaneActivation activation_of(LayerKind kind) {
  switch (kind) {
    case LayerKind::relu6:
      return LaneActivation::relu6;
    case LayerKind::leaky_relu:
      return LaneActivation::leaky_relu;
    case LayerKind::hard_sigmoid:
      return LaneActivation::hard_sigmoid;
    case LayerKind::hard_swish:
      return LaneActivation::hard_swish;
    case LayerKind::sigmoid:
      return LaneActivation::sigmoid;
    case LayerKind::tanh:
      return LaneActivation::tanh;
    case LayerKind::swish:
      return LaneActivation::swish;
    default:
      return LaneActivation::gelu;
  }
}

float slope_of(const models::LayerSpec& spec) {
  const bool usual = spec.kind == LayerKind::hard_sigmoid && spec.slope == 0;
  return usual ? 1.0F / 6.0F : static_cast<float>(spec.slope);
}

}  // namespace

Made make_activation(const LayerPlace& place) {
  return std::make_unique<Activation>(activation_of(place.layer.kind()), slope_of(place.layer.spec),
                                      floats_of(place.layer.out));
}

}  // namespace lastmile::learn
