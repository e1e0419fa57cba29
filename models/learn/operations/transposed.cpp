// Transposed convolution: the way back of a convolution (conv_plan.hpp) as the way forward.
//
// Formulae   out = input_gradient(in) + bias of the convolution from the output's map to the
// input's;
//            d in = its forward(d out);  d weights = its weight gradient with the roles exchanged
// Parameters weights [out][in / groups][row][column], then bias [out]; they start as those of a
//            convolution without relu
// Source     Dumoulin, Visin 2016, arXiv:1603.07285
#include <algorithm>
#include <cmath>

#include "kernels/aligned.hpp"
#include "kernels/conv_plan.hpp"
#include "models/learn/operations/lane_sum.hpp"
#include "models/learn/operations/maker.hpp"

namespace lastmile::learn {
namespace {

class Transposed final : public Operation {
 public:
  /// `shape` of the convolution that leads back, of one group.
  Transposed(const kernels::ConvShape& shape, std::size_t groups, bool bias)
      : plan_(shape), groups_(groups), has_bias_(bias) {}

  [[nodiscard]] std::vector<ParameterBlock> parameters() const override {
    const kernels::LaneWindow& w = shape().window;
    const std::int64_t out = static_cast<std::int64_t>(groups_) * shape().in_channels;
    const double fan_in = static_cast<double>(shape().out_channels) * w.taps();
    std::vector<ParameterBlock> blocks = {
        {"weights",
         {out, shape().out_channels, w.kernel_height, w.kernel_width},
         std::sqrt(1 / fan_in)}};
    if (has_bias_) blocks.push_back({"bias", {out}});
    return blocks;
  }

  /// Kept: the spread input, then (on the way back) the padded slope.
  [[nodiscard]] BufferSizes buffers() const override {
    return {groups_ * plan_.packed_back_size(), groups_ * plan_.packed_size(),
            groups_ * (spread_floats() + (plan_.pads() ? plan_.padded_size() : 0)), 0};
  }

  void pack(const float* parameters, float* packed, float* packed_back) const override {
    std::vector<float> turned(weights());
    for (std::size_t g = 0; g < groups_; ++g) {
      turn(parameters + g * weights(), turned.data(), outs(), ins());
      plan_.pack_back(turned.data(), packed + g * plan_.packed_back_size());
      if (packed_back != nullptr) plan_.pack(turned.data(), packed_back + g * plan_.packed_size());
    }
  }

  void forward(const ForwardCall& c) const override {
    for (std::size_t g = 0; g < groups_; ++g) {
      const float* in = c.in[0] + g * in_floats();
      if (plan_.spreads()) plan_.spread(in, c.kept + g * spread_floats());
      plan_.input_gradient(c.kernels, c.packed + g * plan_.packed_back_size(),
                           plan_.spreads() ? c.kept + g * spread_floats() : in,
                           c.out + g * outs() * plane());
    }
    if (!has_bias_) return;
    const float* bias = c.parameters + groups_ * weights();
    for (std::size_t i = 0; i < groups_ * outs() * plane(); ++i) c.out[i] += bias[i / plane()];
  }

  void backward(const BackwardCall& c) const override {
    std::vector<float> turned(weights());
    for (std::size_t g = 0; g < groups_; ++g) {
      const float* slope = c.slope + g * outs() * plane();
      float* padded = c.kept + groups_ * spread_floats() + g * plan_.padded_size();
      if (plan_.pads()) plan_.pad(slope, padded);
      const float* seen = plan_.pads() ? padded : slope;
      plan_.weight_gradient(c.kernels, c.in[0] + g * in_floats(), seen, turned.data(), nullptr);
      turn(turned.data(), c.gradient + g * weights(), ins(), outs());
      if (c.in_slope[0] != nullptr)
        plan_.forward(c.kernels, c.packed_back + g * plan_.packed_size(), nullptr, seen, false,
                      c.in_slope[0] + g * in_floats());
    }
    for (std::size_t o = 0; has_bias_ && o < groups_ * outs(); ++o)
      c.gradient[groups_ * weights() + o] =
          lane_sum(plane(), [&](std::size_t p) { return c.slope[o * plane() + p]; });
  }

  void describe(Hasher& hash) const override {
    const kernels::ConvShape& s = shape();
    hash.add("transposed").add(s.in_channels).add(s.in_height).add(s.in_width).add(s.out_channels);
    describe_window(hash, s.window);
    hash.add(groups_).add(has_bias_);
  }

 private:
  /// From [a][b][tap] to [b][a][tap].
  void turn(const float* from, float* to, std::size_t a, std::size_t b) const {
    const auto taps = static_cast<std::size_t>(shape().window.taps());
    for (std::size_t i = 0; i < a; ++i)
      for (std::size_t k = 0; k < b; ++k)
        std::copy_n(from + (i * b + k) * taps, taps, to + (k * a + i) * taps);
  }

  [[nodiscard]] const kernels::ConvShape& shape() const { return plan_.shape(); }
  // Of one group, in our direction.
  static std::size_t size(int n) { return static_cast<std::size_t>(n); }
  [[nodiscard]] std::size_t ins() const { return size(shape().out_channels); }
  [[nodiscard]] std::size_t outs() const { return size(shape().in_channels); }
  [[nodiscard]] std::size_t weights() const { return ins() * size(shape().terms()); }
  [[nodiscard]] std::size_t in_floats() const {
    return ins() * size(shape().out_height()) * size(shape().out_width()) * kernels::kLanes;
  }
  /// Floats of a channel of the output.
  [[nodiscard]] std::size_t plane() const {
    return size(shape().in_height) * size(shape().in_width) * kernels::kLanes;
  }
  [[nodiscard]] std::size_t spread_floats() const {
    return plan_.spreads() ? plan_.spread_size() : 0;
  }

  kernels::ConvPlan plan_;
  std::size_t groups_;
  bool has_bias_;
};

}  // namespace

// The convolution back sees as many windows as the input has places: rows behind that no window
// reaches are left out, missing ones are padding.
Made make_transposed(const LayerPlace& place) {
  const models::Shape &in = place.layer.in, &out = place.layer.out;
  const models::LayerSpec& s = place.layer.spec;
  kernels::ConvShape shape;
  shape.in_channels = static_cast<int>(out.channels) / s.groups;
  shape.in_height = static_cast<int>(out.height);
  shape.in_width = static_cast<int>(out.width);
  shape.out_channels = static_cast<int>(in.channels) / s.groups;
  shape.window = lane_window(s);
  kernels::LaneWindow& w = shape.window;
  w.bottom = std::max(0, 2 * w.top - w.bottom);
  w.right = std::max(0, 2 * w.left - w.right);
  if (shape.out_height() != in.height || shape.out_width() != in.width)
    place.refuse("more padding behind than a stride");
  return std::make_unique<Transposed>(shape, static_cast<std::size_t>(s.groups), s.bias);
}

}  // namespace lastmile::learn
