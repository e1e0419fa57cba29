// Depthwise convolution on the GPU.
//
// Method     a thread computes kWide neighbouring pixels of one row for 16 bytes of channels, with fp32 sums;
//            neighbours read the same values through the L1 cache
// Tests      kernels/cuda/check.cu
#include "kernels/cuda/families.hpp"
#include "kernels/cuda/tensor.cuh"

namespace lastmile::kernels::cuda {
namespace {

constexpr int kWide = 4;

struct Window {
  int height, width, height_out, width_out, channels, kernel_height, kernel_width, stride, padding, dilation;
};

template <class T>
struct Chunk {
  static constexpr int count = 16 / sizeof(typename T::Element);
  alignas(16) typename T::Element values[count];
};

template <class T>
__global__ void depthwise_kernel(Window w, const typename T::Element* in, const float* weights, const float* bias,
                                 float scale, bool relu, typename T::Element* out, int images) {
  using C = Chunk<T>;
  const int chunks = w.channels / C::count, groups = (w.width_out + kWide - 1) / kWide;
  const long long index = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x;
  if (index >= static_cast<long long>(images) * w.height_out * groups * chunks) return;
  const int chunk = static_cast<int>(index % chunks), x0 = static_cast<int>(index / chunks % groups) * kWide;
  const int y = static_cast<int>(index / chunks / groups % w.height_out);
  const long long image = index / chunks / groups / w.height_out;
  float sums[kWide][C::count] = {};
  for (int i = 0; i < w.kernel_height; ++i) {
    const int row = y * w.stride - w.padding + i * w.dilation;
    if (row < 0 || row >= w.height) continue;
    for (int j = 0; j < w.kernel_width; ++j) {
      const float* tap = weights + (i * w.kernel_width + j) * w.channels + chunk * C::count;
#pragma unroll
      for (int p = 0; p < kWide; ++p) {
        const int column = (x0 + p) * w.stride - w.padding + j * w.dilation;
        if (column < 0 || column >= w.width) continue;
        const C v = *reinterpret_cast<const C*>(in + ((image * w.height + row) * w.width + column) * w.channels +
                                                chunk * C::count);
#pragma unroll
        for (int c = 0; c < C::count; ++c) sums[p][c] += tap[c] * T::to_float(v.values[c]);
      }
    }
  }
#pragma unroll
  for (int p = 0; p < kWide; ++p) {
    if (x0 + p >= w.width_out) continue;
    C v;
#pragma unroll
    for (int c = 0; c < C::count; ++c) {
      const float value = sums[p][c] * scale + bias[chunk * C::count + c];
      v.values[c] = T::from_float(relu ? fmaxf(value, 0.0F) : value);
    }
    *reinterpret_cast<C*>(out + ((image * w.height_out + y) * w.width_out + x0 + p) * w.channels + chunk * C::count) = v;
  }
}

template <class T>
class Depthwise final : public MapOperator<T, DeviceOperator> {
 public:
  Depthwise(const KernelCall& call, const Parameters& parameters)
      : MapOperator<T, DeviceOperator>(call),
        weights_(static_cast<std::size_t>(call.kernel_height) * static_cast<std::size_t>(call.kernel_width) *
                 static_cast<std::size_t>(this->output_.channels()) * sizeof(float)),
        bias_(static_cast<std::size_t>(this->output_.channels()) * sizeof(float)) {
    const int taps = call.kernel_height * call.kernel_width;
    std::vector<float> weights(weights_.bytes() / sizeof(float)), bias(bias_.bytes() / sizeof(float));
    for (int c = 0; c < call.channels; ++c) {
      for (int t = 0; t < taps; ++t)
        weights[static_cast<std::size_t>(t * this->output_.channels() + c)] =
            parameters.weights[static_cast<std::size_t>(c * taps + t)];
      if (parameters.bias != nullptr) bias[static_cast<std::size_t>(c)] = parameters.bias[c];
    }
    weights_.upload(weights.data());
    bias_.upload(bias.data());
  }

  void start() override {
    const KernelCall& c = this->call_;
    const MapShape &in = this->inputs_[0].shape(), &out = this->output_.shape();
    const Window w{in.height, in.width, out.height, out.width, this->output_.channels(), c.kernel_height,
                   c.kernel_width, c.stride, c.padding, c.dilation};
    const long long threads = static_cast<long long>(out.batch) * out.height * ((out.width + kWide - 1) / kWide) *
                              (w.channels / Chunk<T>::count);
    constexpr int block = 256;
    depthwise_kernel<T><<<static_cast<unsigned>((threads + block - 1) / block), block>>>(
        w, this->inputs_[0].data(), static_cast<const float*>(weights_.data()), static_cast<const float*>(bias_.data()),
        sizeof(typename T::Element) == 1 ? 1.0F / 128.0F : 1.0F, c.activation == Activation::relu, this->output_.data(),
        out.batch);
    check(cudaGetLastError(), "depthwise");
  }
  [[nodiscard]] std::string algorithm() const override { return "depthwise 4 pixels a thread"; }

 private:
  DeviceMemory weights_, bias_;
};

}  // namespace

std::unique_ptr<DeviceOperator> make_depthwise(const KernelCall& call, const Parameters& parameters) {
  if (call.add || (call.activation != Activation::none && call.activation != Activation::relu))
    throw std::invalid_argument("depthwise on the GPU: no addition, act none or relu");
  return in_precision<Depthwise>(call, parameters);
}

}  // namespace lastmile::kernels::cuda
