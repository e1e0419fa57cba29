#include "kernels/depthwise/depthwise.hpp"

#include "kernels/aligned.hpp"
#include "kernels/fast_call.hpp"
#include "kernels/simd/tables.hpp"

namespace lastmile::kernels {
namespace {

std::vector<std::string> names(const KernelCall& call, Isa) {
  if (call.type != KernelType::depthwise || !blocked_fp32(call)) return {};
  return {"direct"};
}

class Depthwise final : public Operator {
 public:
  Depthwise(const KernelCall& call, const Parameters& parameters, Isa isa)
      : call_(call),
        in_(input_shape(call, 0)),
        out_(output_shape(call)),
        kernel_(tables(isa).depthwise) {
    job_.shape = window_shape(call);
    job_.finish = epilogue_of(call.activation);
    taps_ =
        static_cast<std::size_t>(call.kernel_height) * static_cast<std::size_t>(call.kernel_width);
    pack(parameters);
  }

  void run(const void* const* inputs, void* output, void* /*scratch*/) const override {
    float* const out = static_cast<float*>(output);
    WindowJob job = job_;
    for (int n = 0; n < in_.batch; ++n)
      for (int block = 0; block < in_.blocks(); ++block) {
        const std::size_t to = out_.index(n, block * kBlock, 0, 0);
        job.in = static_cast<const float*>(inputs[0]) + in_.index(n, block * kBlock, 0, 0);
        job.weights = weights_.data() + static_cast<std::size_t>(block) * taps_ * kBlock;
        job.bias = bias_.data() + static_cast<std::size_t>(block) * kBlock;
        job.add = call_.add ? summand(call_, inputs) + to : nullptr;
        job.out = out + to;
        kernel_(job);
      }
    if (fills_padding(call_.activation)) clear_padding(out_, out);
  }
  [[nodiscard]] std::size_t packed_bytes() const override {
    return (weights_.size() + bias_.size()) * sizeof(float);
  }
  [[nodiscard]] std::string algorithm() const override { return "direct"; }

 private:
  void pack(const Parameters& parameters) {
    weights_.resize(static_cast<std::size_t>(in_.blocks()) * taps_ * kBlock);
    bias_.resize(static_cast<std::size_t>(in_.blocks()) * kBlock);
    for (std::size_t c = 0; c < static_cast<std::size_t>(in_.channels); ++c) {
      for (std::size_t tap = 0; tap < taps_; ++tap)
        weights_[(c / kBlock * taps_ + tap) * kBlock + c % kBlock] =
            parameters.weights[c * taps_ + tap];
      if (parameters.bias != nullptr) bias_[c] = parameters.bias[c];
    }
  }

  KernelCall call_;
  MapShape in_, out_;
  void (*kernel_)(const WindowJob&);
  WindowJob job_;
  std::size_t taps_ = 0;
  Floats weights_, bias_;
};

std::unique_ptr<Operator> make(const KernelCall& call, const Parameters& parameters, Isa isa) {
  return std::make_unique<Depthwise>(call, parameters, isa);
}

}  // namespace

const Family depthwise_family = {names, make};

}  // namespace lastmile::kernels
