// Elementwise product of two maps; a second map of 1x1 is spread over the first (squeeze and
// excitation: Hu et al. 2018, doi:10.1109/CVPR.2018.00745).
//
// Formulae   y[c][p] = a[c][p] b[c][p or 0];  d a = d b;  d b = d a, summed over p where b is
// spread
#include "models/learn/operations/maker.hpp"

namespace lastmile::learn {
namespace {

constexpr std::size_t kLanes = kernels::kLanes;

class MapProduct final : public Operation {
 public:
  MapProduct(std::size_t channels, std::size_t plane, bool spread)
      : channels_(channels), plane_(plane), spread_(spread) {}

  void forward(const ForwardCall& c) const override {
    each([&](std::size_t a, std::size_t b) { c.out[a] = c.in[0][a] * c.in[1][b]; });
  }
  void backward(const BackwardCall& c) const override {
    if (float* to = c.in_slope[0])
      each([&](std::size_t a, std::size_t b) { to[a] = c.slope[a] * c.in[1][b]; });
    if (float* to = c.in_slope[1]) {
      std::fill_n(to, channels_ * (spread_ ? 1 : plane_) * kLanes, 0.0F);
      each([&](std::size_t a, std::size_t b) { to[b] += c.slope[a] * c.in[0][a]; });
    }
  }
  void describe(Hasher& hash) const override { hash.add("multiply").add(spread_); }

 private:
  template <class F>
  void each(F f) const {
    std::size_t a = 0;
    for (std::size_t c = 0; c < channels_; ++c)
      for (std::size_t p = 0; p < plane_; ++p)
        for (std::size_t lane = 0; lane < kLanes; ++lane, ++a)
          f(a, spread_ ? c * kLanes + lane : a);
  }

  std::size_t channels_, plane_;
  bool spread_;
};

}  // namespace

Made make_map_product(const LayerPlace& place) {
  const models::Shape& in = place.layer.in;
  return std::make_unique<MapProduct>(static_cast<std::size_t>(in.channels),
                                      static_cast<std::size_t>(in.plane()),
                                      place.inputs()[1] != in);
}

}  // namespace lastmile::learn
