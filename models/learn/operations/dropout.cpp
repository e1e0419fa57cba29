// Dropout (Srivastava et al. 2014, jmlr.org/papers/v15/srivastava14a.html), inverted: what is kept
// is divided by its share, so that inference changes nothing.
//
// The mask follows from the step's and group's number, the layer and the element alone: the same
// with any number of threads. Probabilities are multiples of 2^-16.
#include <algorithm>

#include "models/learn/operations/maker.hpp"
#include "sim/random.hpp"

namespace lastmile::learn {
namespace {

class Dropout final : public Operation {
 public:
  Dropout(double rate, std::uint64_t salt, std::size_t floats)
      : dropped_(static_cast<std::uint64_t>(rate * 65536.0)),
        gain_(65536.0F / static_cast<float>(65536 - dropped_)),
        salt_(salt),
        floats_(floats) {}

  [[nodiscard]] BufferSizes buffers() const override { return {0, 0, floats_, 0}; }

  void forward(const ForwardCall& c) const override {
    if (!c.training) {
      std::copy_n(c.in[0], floats_, c.out);
      return;
    }
    draw_mask(mix(c.random, salt_), c.kept);
    for (std::size_t i = 0; i < floats_; ++i) c.out[i] = c.in[0][i] * c.kept[i];
  }
  void backward(const BackwardCall& c) const override {
    if (c.in_slope[0] == nullptr) return;
    for (std::size_t i = 0; i < floats_; ++i) c.in_slope[0][i] = c.slope[i] * c.kept[i];
  }
  void describe(Hasher& hash) const override { hash.add("dropout").add(dropped_).add(salt_); }

 private:
  /// Four elements a 64-bit number.
  void draw_mask(std::uint64_t key, float* mask) const {
    for (std::size_t i = 0; i < floats_; i += 4) {
      std::uint64_t bits = mix(key, i);
      for (std::size_t k = i; k < i + 4; ++k, bits >>= 16)
        mask[k] = (bits & 0xFFFF) < dropped_ ? 0.0F : gain_;
    }
  }

  std::uint64_t dropped_;  // of 65536
  float gain_;
  std::uint64_t salt_;
  std::size_t floats_;
};

}  // namespace

Made make_dropout(const LayerPlace& place) {
  const double rate = place.layer.spec.rate;
  if (!(rate >= 0 && rate < 1))
    place.refuse("rate = " + std::to_string(rate) + ": must be in [0, 1)");
  return std::make_unique<Dropout>(rate, place.layer.id, floats_of(place.layer.out));
}

}  // namespace lastmile::learn
