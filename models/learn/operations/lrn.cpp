// Normalisation of each element by its neighbours in other channels.
//
// Formulae   s_c = k + (a / n) sum of x_j^2 over j in [c - floor((n - 1) / 2), c + floor(n / 2)]
//            y_c = x_c s_c^-b
//            d x_c = d y_c s_c^-b - (2 a b / n) x_c sum of d y_j y_j / s_j over the j that see c
// Symbols    n size, a alpha, b beta, k bias (LayerSpec::lrn); no units
// Source     Krizhevsky et al. 2012, doi:10.1145/3065386, with a / n as in Caffe and ONNX
// Validity   s above 0. For b = 0.75 the power is made of square roots, else it is portable_pow:
// the
//            same bits everywhere.
// Tests      tests/unit/learn/gradient_test.cpp, onnx_numbers_test.cpp
#include <algorithm>
#include <cmath>

#include "models/learn/operations/maker.hpp"
#include "sim/random.hpp"

namespace lastmile::learn {
namespace {

class Lrn final : public Operation {
 public:
  Lrn(const models::Shape& shape, const models::LrnNumbers& numbers)
      : channels_(static_cast<std::size_t>(shape.channels)),
        floats_(floats_of({1, shape.height, shape.width})),
        size_(static_cast<std::size_t>(numbers.size)),
        share_(static_cast<float>(numbers.alpha / numbers.size)),
        beta_(numbers.beta),
        bias_(static_cast<float>(numbers.bias)) {}

  /// s of each element; on the way back d y y / s.
  [[nodiscard]] BufferSizes buffers() const override {
    return {0, 0, channels_ * floats_, channels_ * floats_};
  }

  void forward(const ForwardCall& c) const override {
    for (std::size_t channel = 0; channel < channels_; ++channel) {
      float* s = c.kept + channel * floats_;
      std::fill_n(s, floats_, 0.0F);
      each_near(channel, (size_ - 1) / 2, size_ / 2, [&](std::size_t near) {
        const float* x = c.in[0] + near * floats_;
        for (std::size_t p = 0; p < floats_; ++p) s[p] += x[p] * x[p];
      });
      for (std::size_t p = 0; p < floats_; ++p) s[p] = bias_ + share_ * s[p];
    }
    for (std::size_t i = 0; i < channels_ * floats_; ++i) c.out[i] = c.in[0][i] * power(c.kept[i]);
  }

  void backward(const BackwardCall& c) const override {
    if (c.in_slope[0] == nullptr) return;
    for (std::size_t i = 0; i < channels_ * floats_; ++i)
      c.back[i] = c.slope[i] * c.out[i] / c.kept[i];
    const float factor = 2.0F * share_ * static_cast<float>(beta_);
    for (std::size_t channel = 0; channel < channels_; ++channel) {
      const std::size_t at = channel * floats_;
      float* to = c.in_slope[0] + at;
      std::fill_n(to, floats_, 0.0F);
      each_near(channel, size_ / 2, (size_ - 1) / 2, [&](std::size_t near) {
        const float* part = c.back + near * floats_;
        for (std::size_t p = 0; p < floats_; ++p) to[p] += part[p];
      });
      for (std::size_t p = 0; p < floats_; ++p)
        to[p] = c.slope[at + p] * power(c.kept[at + p]) - factor * c.in[0][at + p] * to[p];
    }
  }

  void describe(Hasher& hash) const override {
    hash.add("lrn").add(size_).add(share_).add(beta_).add(bias_);
  }

 private:
  /// s^-b
  [[nodiscard]] float power(float s) const {
    if (beta_ != 0.75) return static_cast<float>(portable_pow(static_cast<double>(s), -beta_));
    const float root = std::sqrt(s);
    return 1.0F / (root * std::sqrt(root));
  }

  template <class F>
  void each_near(std::size_t channel, std::size_t before, std::size_t after, F f) const {
    const std::size_t end = std::min(channels_, channel + after + 1);
    for (std::size_t near = channel - std::min(channel, before); near < end; ++near) f(near);
  }

  std::size_t channels_;
  std::size_t floats_;  // of a channel
  std::size_t size_;
  float share_;
  double beta_;
  float bias_;
};

}  // namespace

Made make_lrn(const LayerPlace& place) {
  return std::make_unique<Lrn>(place.layer.out, place.layer.spec.lrn);
}

}  // namespace lastmile::learn
