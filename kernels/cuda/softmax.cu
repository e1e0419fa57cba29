// Softmax over channels on the GPU: a block a pixel; maximum and sum in one pass (Milakov, Gimelshein 2018,
// arXiv:1805.02867), the quotients in a second.
// Tests: kernels/cuda/check.cu
#include "kernels/cuda/families.hpp"
#include "kernels/cuda/tensor.cuh"

namespace lastmile::kernels::cuda {
namespace {

constexpr int kThreads = 128;

struct Running {
  float most, sum;
};

__device__ Running merged(Running a, Running b) {
  const float most = fmaxf(a.most, b.most);
  if (most == -INFINITY) return {most, 0};
  return {most, a.sum * expf(a.most - most) + b.sum * expf(b.most - most)};
}

__device__ Running over_block(Running own) {
  __shared__ Running warps[kThreads / 32];
  for (int distance = 16; distance > 0; distance /= 2) {
    const Running other{__shfl_xor_sync(0xFFFFFFFFU, own.most, distance),
                        __shfl_xor_sync(0xFFFFFFFFU, own.sum, distance)};
    own = merged(own, other);
  }
  if (threadIdx.x % 32 == 0) warps[threadIdx.x / 32] = own;
  __syncthreads();
  Running all = warps[0];
  for (int i = 1; i < kThreads / 32; ++i) all = merged(all, warps[i]);
  return all;
}

template <class T>
__global__ void softmax_kernel(const typename T::Element* in, int channels, int padded, typename T::Element* out) {
  const long long first = static_cast<long long>(blockIdx.x) * padded;
  Running own{-INFINITY, 0};
  for (int c = threadIdx.x; c < channels; c += kThreads) own = merged(own, {T::to_float(in[first + c]), 1});
  const Running all = over_block(own);
  for (int c = threadIdx.x; c < channels; c += kThreads)
    out[first + c] = T::from_float(expf(T::to_float(in[first + c]) - all.most) / all.sum);
}

template <class T>
class Softmax final : public MapOperator<T, DeviceOperator> {
 public:
  explicit Softmax(const KernelCall& call) : MapOperator<T, DeviceOperator>(call) {}
  void start() override {
    const MapShape& out = this->output_.shape();
    softmax_kernel<T><<<static_cast<unsigned>(out.batch * out.height * out.width), kThreads>>>(
        this->inputs_[0].data(), out.channels, this->output_.channels(), this->output_.data());
    check(cudaGetLastError(), "softmax");
  }
  [[nodiscard]] std::string algorithm() const override { return "a block a pixel"; }
};

}  // namespace

std::unique_ptr<DeviceOperator> make_softmax(const KernelCall& call) { return in_precision<Softmax>(call); }

}  // namespace lastmile::kernels::cuda
