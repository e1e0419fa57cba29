#include "kernels/dense/dense.hpp"

#include "kernels/dense/gemv.hpp"
#include "kernels/fast_call.hpp"
#include "kernels/simd/tables.hpp"

namespace lastmile::kernels {
namespace {

std::vector<std::string> names(const KernelCall& call, Isa) {
  if (call.type != KernelType::dense || call.batch > kMostVectors || call.groups > 1 ||
      !blocked_fp32(call))
    return {};
  return {"gemv"};
}

class Dense final : public Operator {
 public:
  Dense(const KernelCall& call, const Parameters& parameters, Isa isa)
      : call_(call),
        out_(output_shape(call)),
        rows_(parameters.weights, parameters.bias, 1, call.channels_out(), call.channels),
        kernel_(tables(isa).gemv) {
    job_.blocks = rows_.blocks;
    job_.terms = call.channels;
    job_.vectors = call.batch;
    job_.weights = rows_.weights.data();
    job_.bias = rows_.bias.data();
    job_.in_stride = input_shape(call, 0).elements() / static_cast<std::size_t>(call.batch);
    job_.out_stride = out_.elements() / static_cast<std::size_t>(call.batch);
    job_.finish = epilogue_of(call.activation);
  }

  void run(const void* const* inputs, void* output, void* /*scratch*/) const override {
    GemvJob job = job_;
    job.in = static_cast<const float*>(inputs[0]);
    job.add = summand(call_, inputs);
    job.out = static_cast<float*>(output);
    kernel_(job);
    if (fills_padding(call_.activation)) clear_padding(out_, job.out);
  }
  [[nodiscard]] std::size_t packed_bytes() const override {
    return (rows_.weights.size() + rows_.bias.size()) * sizeof(float);
  }
  [[nodiscard]] std::string algorithm() const override { return "gemv"; }

 private:
  KernelCall call_;
  MapShape out_;
  PackedRows rows_;
  void (*kernel_)(const GemvJob&);
  GemvJob job_;
};

std::unique_ptr<Operator> make(const KernelCall& call, const Parameters& parameters, Isa isa) {
  return std::make_unique<Dense>(call, parameters, isa);
}

}  // namespace

const Family dense_family = {names, make};

}  // namespace lastmile::kernels
