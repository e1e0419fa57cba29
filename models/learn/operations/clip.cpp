// Values cut off at two bounds; beyond them the slope is 0.
#include "models/learn/operations/maker.hpp"

namespace lastmile::learn {
namespace {

class Clip final : public Operation {
 public:
  Clip(float low, float high, std::size_t floats) : low_(low), high_(high), floats_(floats) {}

  void forward(const ForwardCall& c) const override {
    for (std::size_t i = 0; i < floats_; ++i) {
      const float raised = c.in[0][i] < low_ ? low_ : c.in[0][i];
      c.out[i] = raised > high_ ? high_ : raised;
    }
  }
  void backward(const BackwardCall& c) const override {
    if (c.in_slope[0] == nullptr) return;
    for (std::size_t i = 0; i < floats_; ++i) {
      const bool inside = (c.in[0][i] > low_) & (c.in[0][i] < high_);
      c.in_slope[0][i] = inside ? c.slope[i] : 0.0F;
    }
  }
  void describe(Hasher& hash) const override { hash.add("clip").add(low_).add(high_); }

 private:
  float low_, high_;
  std::size_t floats_;
};

}  // namespace

Made make_clip(const LayerPlace& place) {
  const models::LayerSpec& s = place.layer.spec;
  return std::make_unique<Clip>(static_cast<float>(s.low), static_cast<float>(s.high),
                                floats_of(place.layer.out));
}

}  // namespace lastmile::learn
