// Convolution: the product of conv_plan.hpp (data sheet there), with its relu.
//
// A convolution in groups is a product for each group; depthwise is a group for each channel.
// Parameters weights [out][in / groups][row][column], then bias [out]. They start with a variance
// of
//            2 / fan-in where a relu is computed with the layer (He et al. 2015,
//            doi:10.1109/ICCV.2015.123), 1 / fan-in elsewhere; biases with 0.
#include <cmath>

#include "kernels/conv_plan.hpp"
#include "models/learn/operations/maker.hpp"

namespace lastmile::learn {
namespace {

class Product final : public Operation {
 public:
  /// `shape` of one group.
  Product(const kernels::ConvShape& shape, std::size_t groups, bool bias)
      : plan_(shape), groups_(groups), has_bias_(bias) {}

  [[nodiscard]] std::vector<ParameterBlock> parameters() const override {
    const kernels::ConvShape& s = plan_.shape();
    const std::int64_t out = s.out_channels * static_cast<std::int64_t>(groups_);
    std::vector<ParameterBlock> blocks;
    blocks.push_back(
        {"weights", {out, s.in_channels, s.window.kernel_height, s.window.kernel_width}});
    blocks.back().spread = std::sqrt((relu_ ? 2.0 : 1.0) / s.terms());
    if (has_bias_) blocks.push_back({"bias", {out}});
    return blocks;
  }

  [[nodiscard]] BufferSizes buffers() const override {
    return {groups_ * plan_.packed_size(), groups_ * plan_.packed_back_size(),
            plan_.pads() ? groups_ * plan_.padded_size() : 0,
            plan_.spreads() ? groups_ * plan_.spread_size() : 0};
  }

  void pack(const float* parameters, float* packed, float* packed_back) const override {
    for (std::size_t g = 0; g < groups_; ++g) {
      plan_.pack(parameters + g * weights(), packed + g * plan_.packed_size());
      if (packed_back != nullptr)
        plan_.pack_back(parameters + g * weights(), packed_back + g * plan_.packed_back_size());
    }
  }

  void forward(const ForwardCall& c) const override {
    const float* bias = has_bias_ ? c.parameters + groups_ * weights() : nullptr;
    for (std::size_t g = 0; g < groups_; ++g) {
      const float* in = c.in[0] + g * in_floats();
      if (plan_.pads()) plan_.pad(in, c.kept + g * plan_.padded_size());
      plan_.forward(c.kernels, c.packed + g * plan_.packed_size(), bias_of(g, bias),
                    plan_.pads() ? c.kept + g * plan_.padded_size() : in, relu_,
                    c.out + g * out_floats());
    }
  }

  void backward(const BackwardCall& c) const override {
    if (mask_) c.kernels.relu_back(groups_ * out_floats(), c.out, c.slope, c.slope);
    float* bias = has_bias_ ? c.gradient + groups_ * weights() : nullptr;
    for (std::size_t g = 0; g < groups_; ++g) {
      const float* in = plan_.pads() ? c.kept + g * plan_.padded_size() : c.in[0] + g * in_floats();
      plan_.weight_gradient(c.kernels, c.slope + g * out_floats(), in, c.gradient + g * weights(),
                            bias_of(g, bias));
      if (c.in_slope[0] != nullptr) pass_slope(c, g);
    }
  }

  void describe(Hasher& hash) const override {
    const kernels::ConvShape& s = plan_.shape();
    hash.add("product").add(s.in_channels).add(s.in_height).add(s.in_width).add(s.out_channels);
    describe_window(hash, s.window);
    hash.add(groups_).add(has_bias_).add(relu_);
  }

  bool join_relu() override { return mask_ = relu_ = true; }
  void trust_readers() override { mask_ = false; }

 private:
  void pass_slope(const BackwardCall& c, std::size_t g) const {
    const float* slope = c.slope + g * out_floats();
    float* spread = c.back + g * plan_.spread_size();
    if (plan_.spreads()) plan_.spread(slope, spread);
    plan_.input_gradient(c.kernels, c.packed_back + g * plan_.packed_back_size(),
                         plan_.spreads() ? spread : slope, c.in_slope[0] + g * in_floats());
  }

  template <class T>
  [[nodiscard]] T* bias_of(std::size_t group, T* bias) const {
    return bias == nullptr ? nullptr : bias + group * size(plan_.shape().out_channels);
  }

  // Of one group.
  static std::size_t size(int n) { return static_cast<std::size_t>(n); }
  [[nodiscard]] std::size_t weights() const {
    return size(plan_.shape().out_channels) * size(plan_.shape().terms());
  }
  [[nodiscard]] std::size_t in_floats() const {
    const kernels::ConvShape& s = plan_.shape();
    return size(s.in_channels) * size(s.in_height) * size(s.in_width) * kernels::kLanes;
  }
  [[nodiscard]] std::size_t out_floats() const {
    const kernels::ConvShape& s = plan_.shape();
    return size(s.out_channels) * size(s.out_height()) * size(s.out_width()) * kernels::kLanes;
  }

  kernels::ConvPlan plan_;
  std::size_t groups_;
  bool has_bias_;
  bool relu_ = false;
  bool mask_ = false;  // the slope of the output must be masked on the way back
};

}  // namespace

Made make_conv(const LayerPlace& place) {
  const models::Shape& in = place.layer.in;
  const models::LayerSpec& s = place.layer.spec;
  kernels::ConvShape shape;
  shape.in_channels = static_cast<int>(in.channels) / s.groups;
  shape.in_height = static_cast<int>(in.height);
  shape.in_width = static_cast<int>(in.width);
  shape.out_channels = s.out_channels / s.groups;
  shape.window = lane_window(s);
  return std::make_unique<Product>(shape, static_cast<std::size_t>(s.groups), s.bias);
}

}  // namespace lastmile::learn
