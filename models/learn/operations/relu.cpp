// A relu of its own, where it cannot be computed with the layer before.
#include "models/learn/operations/maker.hpp"

namespace lastmile::learn {
namespace {

class Relu final : public Operation {
 public:
  explicit Relu(std::size_t floats) : floats_(floats) {}
  void forward(const ForwardCall& c) const override { c.kernels.relu(floats_, c.in[0], c.out); }
  void backward(const BackwardCall& c) const override {
    if (c.in_slope[0] != nullptr) c.kernels.relu_back(floats_, c.out, c.slope, c.in_slope[0]);
  }
  void describe(Hasher& hash) const override { hash.add("relu"); }

 private:
  std::size_t floats_;
};

}  // namespace

Made make_relu(const LayerPlace& place) {
  return std::make_unique<Relu>(floats_of(place.layer.out));
}

}  // namespace lastmile::learn
