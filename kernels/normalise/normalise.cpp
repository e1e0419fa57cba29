#include "kernels/normalise/normalise.hpp"

#include <algorithm>

#include "kernels/aligned.hpp"
#include "kernels/fast_call.hpp"
#include "kernels/simd/tables.hpp"

namespace lastmile::kernels {
namespace {

bool here(KernelType type) {
  return type == KernelType::softmax || type == KernelType::layer_norm || type == KernelType::lrn;
}

std::vector<std::string> names(const KernelCall& call, Isa) {
  if (!here(call.type) || call.add || call.activation != Activation::none || !blocked_fp32(call))
    return {};
  return {"direct"};
}

class Normalise final : public Operator {
 public:
  Normalise(const KernelCall& call, const Parameters& parameters, Isa isa)
      : type_(call.type), shape_(output_shape(call)), kernel_(kernel(tables(isa), call.type)) {
    if (type_ != KernelType::layer_norm) return;
    const std::size_t channels = static_cast<std::size_t>(call.channels);
    weights_.resize(static_cast<std::size_t>(shape_.blocks()) * kBlock);
    bias_.resize(weights_.size());
    if (parameters.weights != nullptr)
      std::copy_n(parameters.weights, channels, weights_.begin());
    else
      std::fill_n(weights_.begin(), channels, 1.0F);
    if (parameters.bias != nullptr) std::copy_n(parameters.bias, channels, bias_.begin());
  }

  void run(const void* const* inputs, void* output, void* scratch) const override {
    for (int n = 0; n < shape_.batch; ++n) {
      const std::size_t at = shape_.index(n, 0, 0, 0);
      kernel_({shape_.channels, shape_.plane(), static_cast<const float*>(inputs[0]) + at,
               shape_.plane() * kBlock, weights_.data(), bias_.data(), static_cast<float*>(scratch),
               static_cast<float*>(output) + at});
    }
  }
  [[nodiscard]] std::size_t scratch_bytes() const override {
    if (type_ != KernelType::lrn) return 0;
    return static_cast<std::size_t>(kLrnPixels * (shape_.blocks() + 2) * kBlock) * sizeof(float);
  }
  [[nodiscard]] std::size_t packed_bytes() const override {
    return (weights_.size() + bias_.size()) * sizeof(float);
  }
  [[nodiscard]] std::string algorithm() const override { return "direct"; }

 private:
  using Kernel = void (*)(const NormaliseJob&);
  static Kernel kernel(const Tables& all, KernelType type) {
    if (type == KernelType::softmax) return all.softmax;
    return type == KernelType::lrn ? all.lrn : all.layer_norm;
  }

  KernelType type_;
  MapShape shape_;
  Kernel kernel_;
  Floats weights_, bias_;
};

std::unique_ptr<Operator> make(const KernelCall& call, const Parameters& parameters, Isa isa) {
  return std::make_unique<Normalise>(call, parameters, isa);
}

}  // namespace

const Family normalise_family = {names, make};

}  // namespace lastmile::kernels
