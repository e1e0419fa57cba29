// Softmax over the channels of each place, inside of a network; at an exit it is part of the loss.
//
// Formulae   y_c = exp(x_c - max x) / sum;  d x_c = y_c (d y_c - sum of d y_j y_j)
#include <algorithm>

#include "kernels/lane_functions.hpp"
#include "models/learn/operations/maker.hpp"

namespace lastmile::learn {
namespace {

class Softened final : public Operation {
 public:
  explicit Softened(const models::Shape& shape)
      : channels_(static_cast<std::size_t>(shape.channels)),
        places_(floats_of({1, shape.height, shape.width})) {}

  void forward(const ForwardCall& c) const override {
    for (std::size_t p = 0; p < places_; ++p) {
      float most = c.in[0][p], sum = 0;
      each(p, [&](std::size_t i) { most = std::max(most, c.in[0][i]); });
      each(p, [&](std::size_t i) { sum += c.out[i] = kernels::lane_exp(c.in[0][i] - most); });
      each(p, [&](std::size_t i) { c.out[i] /= sum; });
    }
  }
  void backward(const BackwardCall& c) const override {
    if (c.in_slope[0] == nullptr) return;
    for (std::size_t p = 0; p < places_; ++p) {
      float sum = 0;
      each(p, [&](std::size_t i) { sum += c.slope[i] * c.out[i]; });
      each(p, [&](std::size_t i) { c.in_slope[0][i] = c.out[i] * (c.slope[i] - sum); });
    }
  }
  void describe(Hasher& hash) const override { hash.add("softmax"); }

 private:
  /// f(element) for all channels of a place.
  template <class F>
  void each(std::size_t place, F f) const {
    for (std::size_t channel = 0; channel < channels_; ++channel) f(channel * places_ + place);
  }

  std::size_t channels_;
  std::size_t places_;  // times lanes
};

}  // namespace

Made make_softmax(const LayerPlace& place) {
  if (place.graph.consumers(place.layer.id).empty()) return nullptr;
  return std::make_unique<Softened>(place.layer.out);
}

}  // namespace lastmile::learn
