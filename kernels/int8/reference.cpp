#include "kernels/int8/reference.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/int8/requantise.hpp"

namespace lastmile::kernels::int8 {
namespace {

class Reference final : public Operator {
 public:
  Reference(const KernelCall& call, const Parameters& parameters)
      : call_(call),
        in_(input_shape(call, 0)),
        out_(output_shape(call)),
        zero_(parameters.quantisation.input_zero),
        weights_(byte_weights(call, parameters)),
        requantisation_(call, parameters, weights_.scales) {}

  void run(const void* const* inputs, void* output, void* /*scratch*/) const override {
    const auto* in = static_cast<const std::uint8_t*>(inputs[0]);
    const auto* summand = static_cast<const std::uint8_t*>(call_.add ? inputs[1] : nullptr);
    std::fill_n(static_cast<char*>(output),
                out_.elements() * (requantisation_.fp32 ? sizeof(float) : 1), '\0');
    for (int n = 0; n < out_.batch; ++n)
      for (int c = 0; c < out_.channels; ++c)
        for (int y = 0; y < out_.height; ++y)
          for (int x = 0; x < out_.width; ++x) {
            const std::size_t at = out_.index(n, c, y, x);
            const std::uint8_t added = summand != nullptr ? summand[at] : std::uint8_t{0};
            write(output, at, requantisation_.value(sum(in, n, c, y, x), c, added));
          }
  }

 private:
  void write(void* output, std::size_t at, float value) const {
    if (requantisation_.fp32)
      static_cast<float*>(output)[at] = value;
    else
      static_cast<std::uint8_t*>(output)[at] = static_cast<std::uint8_t>(std::nearbyint(value));
  }

  [[nodiscard]] std::int32_t sum(const std::uint8_t* in, int n, int oc, int y, int x) const {
    const int groups = call_.type == KernelType::depthwise ? in_.channels : call_.groups;
    const int per_group = in_.channels / groups, first = oc / (out_.channels / groups) * per_group;
    std::int32_t sum = 0;
    for (int c = 0; c < per_group; ++c)
      for (int i = 0; i < call_.kernel_height; ++i)
        for (int j = 0; j < call_.kernel_width; ++j) {
          const int row = y * call_.stride - call_.padding + i * call_.dilation;
          const int column = x * call_.stride - call_.padding + j * call_.dilation;
          if (row < 0 || row >= in_.height || column < 0 || column >= in_.width) continue;
          const int w = ((oc * per_group + c) * call_.kernel_height + i) * call_.kernel_width + j;
          sum += (in[in_.index(n, first + c, row, column)] - zero_) *
                 weights_.values[static_cast<std::size_t>(w)];
        }
    return sum;
  }

  KernelCall call_;
  MapShape in_, out_;
  int zero_;
  ByteWeights weights_;
  Requantisation requantisation_;
};

}  // namespace

std::unique_ptr<Operator> make_reference(const KernelCall& call, const Parameters& parameters) {
  return std::make_unique<Reference>(call, parameters);
}

}  // namespace lastmile::kernels::int8
