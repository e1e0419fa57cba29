#include "kernels/elementwise/family.hpp"

#include <algorithm>
#include <cstring>

#include "kernels/aligned.hpp"
#include "kernels/fast_call.hpp"
#include "kernels/simd/tables.hpp"

namespace lastmile::kernels {
namespace {

bool plain_copy(const KernelCall& call) {
  return call.type == KernelType::copy && !call.add && call.activation == Activation::none;
}

std::vector<std::string> names(const KernelCall& call, Isa) {
  const KernelType type = call.type;
  const bool here = type == KernelType::add || type == KernelType::multiply ||
                    type == KernelType::activate || type == KernelType::scale ||
                    type == KernelType::copy;
  // What these two would add is not a map of theirs.
  const bool strange = call.add && (type == KernelType::add || type == KernelType::multiply);
  if (!here || strange || call.precision != Precision::fp32) return {};
  if (!plain_copy(call) && !blocked_fp32(call)) return {};
  return {"direct"};
}

class Copy final : public Operator {
 public:
  explicit Copy(const KernelCall& call) : bytes_(output_shape(call).elements() * sizeof(float)) {}
  void run(const void* const* inputs, void* output, void* /*scratch*/) const override {
    std::memcpy(output, inputs[0], bytes_);
  }
  [[nodiscard]] std::string algorithm() const override { return "direct"; }

 private:
  std::size_t bytes_;
};

/// add, activate, copy: one sum over all elements.
class Sum final : public Operator {
 public:
  Sum(const KernelCall& call, Isa isa)
      : call_(call),
        shape_(output_shape(call)),
        finish_(epilogue_of(call.activation)),
        kernel_(tables(isa).sum) {}

  void run(const void* const* inputs, void* output, void* /*scratch*/) const override {
    std::vector<const float*> in;
    for (int i = 0; i < call_.input_count(); ++i)
      in.push_back(static_cast<const float*>(inputs[i]));
    float* const out = static_cast<float*>(output);
    kernel_({in.data(), call_.input_count(), shape_.elements(), out, finish_});
    if (fills_padding(call_.activation)) clear_padding(shape_, out);
  }
  [[nodiscard]] std::string algorithm() const override { return "direct"; }

 private:
  KernelCall call_;
  MapShape shape_;
  Epilogue finish_;
  void (*kernel_)(const SumJob&);
};

/// scale and multiply: factors of a channel, the same for all images or of each.
class Scale final : public Operator {
 public:
  Scale(const KernelCall& call, const Parameters& parameters, Isa isa)
      : call_(call),
        shape_(output_shape(call)),
        finish_(epilogue_of(call.activation)),
        kernel_(tables(isa).scale),
        weights_(padded_channels()),
        bias_(padded_channels()) {
    const std::size_t channels = static_cast<std::size_t>(call.channels);
    if (call.type == KernelType::multiply) return;
    if (parameters.weights != nullptr)
      std::copy_n(parameters.weights, channels, weights_.begin());
    else
      std::fill_n(weights_.begin(), channels, 1.0F);
    if (parameters.bias != nullptr) std::copy_n(parameters.bias, channels, bias_.begin());
  }

  void run(const void* const* inputs, void* output, void* /*scratch*/) const override {
    float* const out = static_cast<float*>(output);
    const bool own = call_.type == KernelType::multiply;
    for (int n = 0; n < shape_.batch; ++n)
      for (int block = 0; block < shape_.blocks(); ++block) {
        const std::size_t at = shape_.index(n, block * kBlock, 0, 0),
                          channel = static_cast<std::size_t>(block) * kBlock;
        const float* factors = own ? static_cast<const float*>(inputs[1]) +
                                         static_cast<std::size_t>(n) * weights_.size()
                                   : weights_.data();
        const float* add = own || !call_.add ? nullptr : summand(call_, inputs) + at;
        kernel_({static_cast<const float*>(inputs[0]) + at, factors + channel,
                 bias_.data() + channel, add, shape_.plane() * kBlock, out + at, finish_});
      }
    if (fills_padding(call_.activation)) clear_padding(shape_, out);
  }
  [[nodiscard]] std::size_t packed_bytes() const override {
    return call_.type == KernelType::multiply ? 0
                                              : (weights_.size() + bias_.size()) * sizeof(float);
  }
  [[nodiscard]] std::string algorithm() const override { return "direct"; }

 private:
  [[nodiscard]] std::size_t padded_channels() const {
    return static_cast<std::size_t>(shape_.blocks()) * kBlock;
  }

  KernelCall call_;
  MapShape shape_;
  Epilogue finish_;
  void (*kernel_)(const ScaleJob&);
  Floats weights_, bias_;
};

std::unique_ptr<Operator> make(const KernelCall& call, const Parameters& parameters, Isa isa) {
  if (plain_copy(call)) return std::make_unique<Copy>(call);
  if (call.type == KernelType::scale || call.type == KernelType::multiply)
    return std::make_unique<Scale>(call, parameters, isa);
  return std::make_unique<Sum>(call, isa);
}

}  // namespace

const Family elementwise_family = {names, make};

}  // namespace lastmile::kernels
