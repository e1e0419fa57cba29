// Normalisation of each place over its channels (Ba et al. 2016, arXiv:1607.06450).
//
// Formulae   as in kernels/lanes_normalise.hpp, with the sums over the channels of one place
// Parameters scale [channel] from 1, shift [channel] from 0
#include <algorithm>
#include <cmath>

#include "models/learn/operations/lane_sum.hpp"
#include "models/learn/operations/maker.hpp"

namespace lastmile::learn {
namespace {

class LayerNorm final : public Operation {
 public:
  LayerNorm(const models::Shape& shape, float epsilon)
      : epsilon_(epsilon),
        channels_(static_cast<std::size_t>(shape.channels)),
        places_(floats_of({1, shape.height, shape.width})) {}

  [[nodiscard]] std::vector<ParameterBlock> parameters() const override {
    const auto n = static_cast<std::int64_t>(channels_);
    return {{"scale", {n}, 0, 1}, {"shift", {n}}};
  }
  /// Mean and one over the deviation of each place; on the way back its two sums.
  [[nodiscard]] BufferSizes buffers() const override { return {0, 0, 2 * places_, 2 * places_}; }

  void forward(const ForwardCall& c) const override {
    float *mean = c.kept, *inverse = c.kept + places_;
    const auto count = static_cast<float>(channels_);
    std::fill_n(mean, 2 * places_, 0.0F);
    each([&](std::size_t, std::size_t p, std::size_t i) { mean[p] += c.in[0][i]; });
    for (std::size_t p = 0; p < places_; ++p) mean[p] /= count;
    each([&](std::size_t, std::size_t p, std::size_t i) {
      inverse[p] += (c.in[0][i] - mean[p]) * (c.in[0][i] - mean[p]);
    });
    for (std::size_t p = 0; p < places_; ++p)
      inverse[p] = 1.0F / std::sqrt(inverse[p] / count + epsilon_);
    each([&](std::size_t channel, std::size_t p, std::size_t i) {
      c.out[i] = (c.in[0][i] - mean[p]) * inverse[p] * c.parameters[channel] +
                 c.parameters[channels_ + channel];
    });
  }

  void backward(const BackwardCall& c) const override {
    const auto normal = [&](std::size_t p, std::size_t i) {
      return (c.in[0][i] - c.kept[p]) * c.kept[places_ + p];
    };
    for (std::size_t channel = 0; channel < channels_; ++channel) {
      const std::size_t at = channel * places_;
      c.gradient[channel] =
          lane_sum(places_, [&](std::size_t p) { return c.slope[at + p] * normal(p, at + p); });
      c.gradient[channels_ + channel] =
          lane_sum(places_, [&](std::size_t p) { return c.slope[at + p]; });
    }
    if (c.in_slope[0] == nullptr) return;
    float *sum = c.back, *product = c.back + places_;
    std::fill_n(sum, 2 * places_, 0.0F);
    each([&](std::size_t channel, std::size_t p, std::size_t i) {
      const float d = c.slope[i] * c.parameters[channel];
      sum[p] += d;
      product[p] += d * normal(p, i);
    });
    const float share = 1.0F / static_cast<float>(channels_);
    each([&](std::size_t channel, std::size_t p, std::size_t i) {
      const float d = c.slope[i] * c.parameters[channel];
      c.in_slope[0][i] =
          c.kept[places_ + p] * (d - sum[p] * share - normal(p, i) * product[p] * share);
    });
  }

  void describe(Hasher& hash) const override { hash.add("layer_norm").add(epsilon_); }

 private:
  /// f(channel, place, element)
  template <class F>
  void each(F f) const {
    for (std::size_t channel = 0, i = 0; channel < channels_; ++channel)
      for (std::size_t p = 0; p < places_; ++p, ++i) f(channel, p, i);
  }

  float epsilon_;
  std::size_t channels_;
  std::size_t places_;  // times lanes
};

}  // namespace

Made make_layer_norm(const LayerPlace& place) {
  return std::make_unique<LayerNorm>(place.layer.out, static_cast<float>(place.layer.spec.epsilon));
}

}  // namespace lastmile::learn
