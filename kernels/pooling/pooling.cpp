#include "kernels/pooling/pooling.hpp"

#include "kernels/fast_call.hpp"
#include "kernels/simd/tables.hpp"

namespace lastmile::kernels {
namespace {

bool pool(KernelType type) {
  return type == KernelType::max_pool || type == KernelType::avg_pool ||
         type == KernelType::global_pool;
}

std::vector<std::string> names(const KernelCall& call, Isa) {
  if (!pool(call.type) || !blocked_fp32(call)) return {};
  return {"direct"};
}

class Pooling final : public Operator {
 public:
  Pooling(const KernelCall& call, Isa isa)
      : call_(call), in_(input_shape(call, 0)), out_(output_shape(call)), tables_(tables(isa)) {
    job_.shape = window_shape(call);
    job_.finish = epilogue_of(call.activation);
  }

  void run(const void* const* inputs, void* output, void* /*scratch*/) const override {
    float* const out = static_cast<float*>(output);
    WindowJob job = job_;
    for (int n = 0; n < in_.batch; ++n)
      for (int block = 0; block < in_.blocks(); ++block) {
        const std::size_t to = out_.index(n, block * kBlock, 0, 0);
        job.in = static_cast<const float*>(inputs[0]) + in_.index(n, block * kBlock, 0, 0);
        job.add = call_.add ? summand(call_, inputs) + to : nullptr;
        job.out = out + to;
        pool_block(job);
      }
    if (fills_padding(call_.activation)) clear_padding(out_, out);
  }
  [[nodiscard]] std::string algorithm() const override { return "direct"; }

 private:
  void pool_block(const WindowJob& job) const {
    if (call_.type == KernelType::max_pool) return tables_.max_pool(job);
    if (call_.type == KernelType::avg_pool) return tables_.mean_pool(job);
    tables_.plane_mean({job.in, in_.plane(), job.add, job.out, job.finish});
  }

  KernelCall call_;
  MapShape in_, out_;
  const Tables& tables_;
  WindowJob job_;
};

std::unique_ptr<Operator> make(const KernelCall& call, const Parameters& /*parameters*/, Isa isa) {
  return std::make_unique<Pooling>(call, isa);
}

}  // namespace

const Family pooling_family = {names, make};

}  // namespace lastmile::kernels
