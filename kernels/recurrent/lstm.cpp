#include "kernels/recurrent/lstm.hpp"

#include <algorithm>

#include "kernels/dense/gemv.hpp"
#include "kernels/fast_call.hpp"
#include "kernels/simd/tables.hpp"

namespace lastmile::kernels {
namespace {

std::vector<std::string> names(const KernelCall& call, Isa) {
  if (call.type != KernelType::lstm || call.height * call.width != 1 || !blocked_fp32(call))
    return {};
  return {"gemv"};
}

std::size_t rounded(int channels) {
  return static_cast<std::size_t>(channels + kBlock - 1) / kBlock * kBlock;
}

class Lstm final : public Operator {
 public:
  Lstm(const KernelCall& call, const Parameters& parameters, Isa isa)
      : batch_(call.batch),
        in_(call.channels),
        units_(call.channels_out()),
        rows_(parameters.weights, parameters.bias, 4, units_, in_ + units_),
        tables_(tables(isa)) {
    gates_.blocks = rows_.blocks;
    gates_.terms = in_ + units_;
    gates_.weights = rows_.weights.data();
    gates_.bias = rows_.bias.data();
    gates_.in_stride = rounded(in_ + units_);
    gates_.out_stride = 4 * rounded(units_);
    gates_.finish = epilogue_of(Activation::none);
  }

  void run(const void* const* inputs, void* output, void* scratch) const override {
    const std::size_t wide = rounded(units_);
    float* const joined = static_cast<float*>(scratch);
    float* const gates = joined + kMostVectors * gates_.in_stride;
    float* const out = static_cast<float*>(output);
    for (int first = 0; first < batch_; first += kMostVectors) {
      GemvJob job = gates_;
      job.vectors = std::min(kMostVectors, batch_ - first);
      job.in = joined;
      job.out = gates;
      for (int i = 0; i < job.vectors; ++i)
        join(inputs, first + i, joined + static_cast<std::size_t>(i) * job.in_stride);
      tables_.gemv(job);
      for (int i = 0; i < job.vectors; ++i) {
        const std::size_t at = static_cast<std::size_t>(first + i) * wide;
        tables_.lstm_cell({wide, gates + static_cast<std::size_t>(i) * job.out_stride,
                           static_cast<const float*>(inputs[2]) + at, out + at,
                           out + static_cast<std::size_t>(batch_) * wide + at});
      }
    }
  }
  [[nodiscard]] std::size_t scratch_bytes() const override {
    return kMostVectors * (gates_.in_stride + gates_.out_stride) * sizeof(float);
  }
  [[nodiscard]] std::size_t packed_bytes() const override {
    return (rows_.weights.size() + rows_.bias.size()) * sizeof(float);
  }
  [[nodiscard]] std::string algorithm() const override { return "gemv"; }

 private:
  /// The input and the last output of one image behind each other.
  void join(const void* const* inputs, int image, float* to) const {
    const std::size_t n = static_cast<std::size_t>(image);
    std::copy_n(static_cast<const float*>(inputs[0]) + n * rounded(in_), in_, to);
    std::copy_n(static_cast<const float*>(inputs[1]) + n * rounded(units_), units_, to + in_);
  }

  int batch_, in_, units_;
  PackedRows rows_;
  const Tables& tables_;
  GemvJob gates_;
};

std::unique_ptr<Operator> make(const KernelCall& call, const Parameters& parameters, Isa isa) {
  return std::make_unique<Lstm>(call, parameters, isa);
}

}  // namespace

const Family lstm_family = {names, make};

}  // namespace lastmile::kernels
