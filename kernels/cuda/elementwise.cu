// Pools, addition and activation on the GPU: a thread an output element.
// Tests: kernels/cuda/check.cu
#include "kernels/cuda/families.hpp"
#include "kernels/cuda/tensor.cuh"

namespace lastmile::kernels::cuda {
namespace {

constexpr int kMostInputs = 4;

template <class T>
struct Inputs {
  const typename T::Element* maps[kMostInputs];
  int count;
};

struct Extent {
  int height, width, height_out, width_out, channels, kernel_height, kernel_width, stride, padding;
};

template <class T>
__device__ float pooled(const Extent& e, const typename T::Element* map, long long image, int y, int x, int c,
                        bool maximum) {
  float most = -INFINITY, sum = 0;
  int count = 0;
  for (int i = 0; i < e.kernel_height; ++i)
    for (int j = 0; j < e.kernel_width; ++j) {
      const int row = y * e.stride - e.padding + i, column = x * e.stride - e.padding + j;
      if (row < 0 || row >= e.height || column < 0 || column >= e.width) continue;
      const float v = T::to_float(map[((image * e.height + row) * e.width + column) * e.channels + c]);
      most = fmaxf(most, v), sum += v, ++count;
    }
  return maximum ? most : sum / static_cast<float>(count);
}

__device__ float with_activation(Activation activation, float v) {
  switch (activation) {
    case Activation::relu:
      return fmaxf(v, 0.0F);
    case Activation::relu6:
      return fminf(fmaxf(v, 0.0F), 6.0F);
    case Activation::hard_swish:
      return v * fminf(fmaxf(v + 3, 0.0F), 6.0F) / 6;
    case Activation::swish:
      return v / (1 + expf(-v));
    case Activation::sigmoid:
      return 1 / (1 + expf(-v));
    case Activation::tanh:
      return tanhf(v);
    case Activation::gelu:
      return 0.5F * v * (1 + erff(v * 0.70710678F));
    default:
      return v;
  }
}

template <class T>
__global__ void elementwise_kernel(Extent e, Inputs<T> inputs, KernelType type, Activation activation,
                                   typename T::Element* out, long long count) {
  const long long index = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x;
  if (index >= count) return;
  float value = 0;
  if (type == KernelType::max_pool || type == KernelType::avg_pool) {
    const int c = static_cast<int>(index % e.channels), x = static_cast<int>(index / e.channels % e.width_out);
    const int y = static_cast<int>(index / e.channels / e.width_out % e.height_out);
    value = pooled<T>(e, inputs.maps[0], index / e.channels / e.width_out / e.height_out, y, x, c,
                      type == KernelType::max_pool);
  } else {
    for (int i = 0; i < inputs.count; ++i) value += T::to_float(inputs.maps[i][index]);
  }
  out[index] = T::from_float(with_activation(activation, value));
}

template <class T>
class Elementwise final : public MapOperator<T, DeviceOperator> {
 public:
  explicit Elementwise(const KernelCall& call) : MapOperator<T, DeviceOperator>(call) {}

  void start() override {
    const KernelCall& c = this->call_;
    const MapShape &in = this->inputs_[0].shape(), &out = this->output_.shape();
    const bool global = c.type == KernelType::global_pool;
    const Extent e{in.height, in.width, out.height, out.width, this->output_.channels(),
                   global ? in.height : c.kernel_height, global ? in.width : c.kernel_width,
                   global ? 1 : c.stride, global ? 0 : c.padding};
    Inputs<T> inputs{};
    inputs.count = static_cast<int>(this->inputs_.size());
    for (std::size_t i = 0; i < this->inputs_.size(); ++i) inputs.maps[i] = this->inputs_[i].data();
    const long long count = static_cast<long long>(out.batch) * out.height * out.width * e.channels;
    constexpr int block = 256;
    elementwise_kernel<T><<<static_cast<unsigned>((count + block - 1) / block), block>>>(
        e, inputs, global ? KernelType::avg_pool : c.type, c.activation, this->output_.data(), count);
    check(cudaGetLastError(), "elementwise");
  }
  [[nodiscard]] std::string algorithm() const override { return "a thread an element"; }
};

}  // namespace

std::unique_ptr<DeviceOperator> make_elementwise(const KernelCall& call) {
  if (call.input_count() > kMostInputs)
    throw std::invalid_argument("on the GPU at most " + std::to_string(kMostInputs) + " maps are added");
  return in_precision<Elementwise>(call);
}

}  // namespace lastmile::kernels::cuda
