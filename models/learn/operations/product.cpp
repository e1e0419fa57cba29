// Convolution and dense layer: the product of conv_plan.hpp (data sheet there), with its relu.
//
// Parameters weights [out][in][row][column], then bias [out]. They start with a variance of
//            2 / fan-in where a relu is computed with the layer (He et al. 2015,
//            doi:10.1109/ICCV.2015.123), 1 / fan-in elsewhere; biases with 0.
#include <cmath>

#include "kernels/conv_plan.hpp"
#include "models/learn/operations/maker.hpp"

namespace lastmile::learn {
namespace {

class Product final : public Operation {
 public:
  Product(const kernels::ConvShape& shape, bool bias) : plan_(shape), has_bias_(bias) {}

  [[nodiscard]] std::vector<ParameterBlock> parameters() const override {
    const kernels::ConvShape& s = plan_.shape();
    std::vector<ParameterBlock> blocks;
    blocks.push_back({"weights", {s.out_channels, s.in_channels, s.kernel, s.kernel}});
    blocks.back().spread = std::sqrt((relu_ ? 2.0 : 1.0) / s.terms());
    if (has_bias_) blocks.push_back({"bias", {s.out_channels}});
    return blocks;
  }

  [[nodiscard]] BufferSizes buffers() const override {
    return {plan_.packed_size(), plan_.packed_back_size(), plan_.pads() ? plan_.padded_size() : 0,
            plan_.spreads() ? plan_.spread_size() : 0};
  }

  void pack(const float* parameters, float* packed, float* packed_back) const override {
    plan_.pack(parameters, packed);
    if (packed_back != nullptr) plan_.pack_back(parameters, packed_back);
  }

  void forward(const ForwardCall& c) const override {
    if (plan_.pads()) plan_.pad(c.in[0], c.kept);
    plan_.forward(c.kernels, c.packed, has_bias_ ? c.parameters + weights() : nullptr,
                  plan_.pads() ? c.kept : c.in[0], relu_, c.out);
  }

  void backward(const BackwardCall& c) const override {
    if (mask_) c.kernels.relu_back(out_floats(), c.out, c.slope, c.slope);
    plan_.weight_gradient(c.kernels, c.slope, plan_.pads() ? c.kept : c.in[0], c.gradient,
                          has_bias_ ? c.gradient + weights() : nullptr);
    if (c.in_slope[0] == nullptr) return;
    if (plan_.spreads()) plan_.spread(c.slope, c.back);
    plan_.input_gradient(c.kernels, c.packed_back, plan_.spreads() ? c.back : c.slope,
                         c.in_slope[0]);
  }

  void describe(Hasher& hash) const override {
    const kernels::ConvShape& s = plan_.shape();
    hash.add("product").add(s.in_channels).add(s.in_height).add(s.in_width).add(s.out_channels);
    hash.add(s.kernel).add(s.stride).add(s.padding).add(has_bias_).add(relu_);
  }

  bool join_relu() override { return mask_ = relu_ = true; }
  void trust_readers() override { mask_ = false; }

 private:
  [[nodiscard]] std::size_t weights() const {
    return static_cast<std::size_t>(plan_.shape().out_channels) *
           static_cast<std::size_t>(plan_.shape().terms());
  }
  [[nodiscard]] std::size_t out_floats() const {
    const kernels::ConvShape& s = plan_.shape();
    return static_cast<std::size_t>(s.out_channels) * static_cast<std::size_t>(s.out_height()) *
           static_cast<std::size_t>(s.out_width()) * kernels::kLanes;
  }

  kernels::ConvPlan plan_;
  bool has_bias_;
  bool relu_ = false;
  bool mask_ = false;  // the slope of the output must be masked on the way back
};

}  // namespace

Made make_conv(const LayerPlace& place) {
  const models::Shape& in = place.layer.in;
  const models::LayerSpec& s = place.layer.spec;
  if (s.groups != 1) place.refuse("a convolution in groups cannot be trained");
  if (!models::window_of(s).uniform())
    place.refuse("can be trained only if square, evenly padded and not dilated");
  const kernels::ConvShape shape{static_cast<int>(in.channels),
                                 static_cast<int>(in.height),
                                 static_cast<int>(in.width),
                                 s.out_channels,
                                 s.kernel,
                                 s.stride,
                                 s.padding};
  return std::make_unique<Product>(shape, s.bias);
}

Made make_dense(const LayerPlace& place) {
  kernels::ConvShape shape;
  shape.in_channels = static_cast<int>(place.layer.in.elements());
  shape.out_channels = place.layer.spec.out_channels;
  return std::make_unique<Product>(shape, place.layer.spec.bias);
}

}  // namespace lastmile::learn
