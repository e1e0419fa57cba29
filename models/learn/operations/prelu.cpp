// A rectifier that learns its slope below 0, one for each channel.
//
// Formulae   y = x if x > 0, else s_c x;  d x = d y (1 or s_c);  d s_c = sum of d y x where x <= 0
// Parameters weights [channel], s, from 0.25
// Source     He et al. 2015, doi:10.1109/ICCV.2015.123
#include "models/learn/operations/lane_sum.hpp"
#include "models/learn/operations/maker.hpp"

namespace lastmile::learn {
namespace {

class Prelu final : public Operation {
 public:
  explicit Prelu(const models::Shape& shape)
      : channels_(static_cast<std::size_t>(shape.channels)),
        floats_(floats_of({1, shape.height, shape.width})) {}

  [[nodiscard]] std::vector<ParameterBlock> parameters() const override {
    return {{"weights", {static_cast<std::int64_t>(channels_)}, 0, 0.25}};
  }
  void forward(const ForwardCall& c) const override {
    each([&](std::size_t channel, std::size_t i) {
      c.out[i] = c.in[0][i] > 0 ? c.in[0][i] : c.parameters[channel] * c.in[0][i];
    });
  }
  void backward(const BackwardCall& c) const override {
    for (std::size_t channel = 0; channel < channels_; ++channel)
      c.gradient[channel] = lane_sum(floats_, [&, at = channel * floats_](std::size_t p) {
        return c.in[0][at + p] > 0 ? 0.0F : c.slope[at + p] * c.in[0][at + p];
      });
    if (c.in_slope[0] == nullptr) return;
    each([&](std::size_t channel, std::size_t i) {
      c.in_slope[0][i] = c.in[0][i] > 0 ? c.slope[i] : c.parameters[channel] * c.slope[i];
    });
  }
  void describe(Hasher& hash) const override { hash.add("prelu"); }

 private:
  /// f(channel, element)
  template <class F>
  void each(F f) const {
    for (std::size_t channel = 0, i = 0; channel < channels_; ++channel)
      for (std::size_t p = 0; p < floats_; ++p, ++i) f(channel, i);
  }

  std::size_t channels_;
  std::size_t floats_;  // of a channel
};

}  // namespace

Made make_prelu(const LayerPlace& place) { return std::make_unique<Prelu>(place.layer.out); }

}  // namespace lastmile::learn
