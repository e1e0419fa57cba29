// Convolutions and dense layers on the tensor cores: product.cuh over patches.cuh.
#include <algorithm>

#include "kernels/cuda/families.hpp"
#include "kernels/cuda/patches.cuh"
#include "kernels/cuda/tensor.cuh"

namespace lastmile::kernels::cuda {
namespace {

// Blocks are numbered so that eight rows of blocks share their columns: both operands stay in the L2 cache.
constexpr int kBand = 8;

template <class T, class Tile>
__global__ void __launch_bounds__(Tile::threads)
    product_kernel(Patches left, MatrixRows right, Finish finish, typename T::Element* out, int m, int n, int k_bytes) {
  extern __shared__ __align__(128) char shared[];
  const int rows = (m + Tile::BM - 1) / Tile::BM, columns = (n + Tile::BN - 1) / Tile::BN;
  const int band = blockIdx.x / (kBand * columns), first = band * kBand;
  const int height = min(kBand, rows - first), within = blockIdx.x - first * columns;
  product_block<T, Tile>(left, right, finish, out, m, n, k_bytes, first + within % height, within / height,
                         threadIdx.x, shared);
}

template <class T, class Tile>
void start_product(const Patches& left, const MatrixRows& right, const Finish& finish, typename T::Element* out, int m,
                   int n) {
  static const bool allowed = [] {
    check(cudaFuncSetAttribute(product_kernel<T, Tile>, cudaFuncAttributeMaxDynamicSharedMemorySize,
                               Tile::shared_bytes),
          "shared memory");
    return true;
  }();
  (void)allowed;
  const int blocks = ((m + Tile::BM - 1) / Tile::BM) * ((n + Tile::BN - 1) / Tile::BN);
  product_kernel<T, Tile><<<blocks, Tile::threads, Tile::shared_bytes>>>(left, right, finish, out, m, n, right.bytes);
  check(cudaGetLastError(), "product");
}

struct Limits {
  int processors = 0, shared = 0;
};
const Limits& limits() {
  static const Limits found = [] {
    int device = 0;
    Limits l;
    check(cudaGetDevice(&device), "device");
    check(cudaDeviceGetAttribute(&l.processors, cudaDevAttrMultiProcessorCount, device), "device");
    check(cudaDeviceGetAttribute(&l.shared, cudaDevAttrMaxSharedMemoryPerBlockOptin, device), "device");
    return l;
  }();
  return found;
}

template <class Tile>
bool fills(int m, int n) {
  const long long blocks = static_cast<long long>((m + Tile::BM - 1) / Tile::BM) * ((n + Tile::BN - 1) / Tile::BN);
  return Tile::shared_bytes <= limits().shared && blocks >= limits().processors;
}

template <class T>
class Product final : public MapOperator<T, DeviceOperator> {
 public:
  Product(const KernelCall& call, const Parameters& parameters)
      : MapOperator<T, DeviceOperator>(call),
        weights_(bytes_of(call)),
        bias_(static_cast<std::size_t>(this->output_.channels()) * sizeof(float)),
        scale_(bias_.bytes()) {
    upload_weights(parameters.weights);
    std::vector<float> bias(static_cast<std::size_t>(this->output_.channels()), 0.0F);
    if (parameters.bias != nullptr) std::copy_n(parameters.bias, call.channels_out(), bias.begin());
    bias_.upload(bias.data());
    const std::vector<float> scale(bias.size(), sizeof(typename T::Element) == 1 ? 1.0F / 128.0F : 1.0F);
    scale_.upload(scale.data());
  }

  void start() override {
    const KernelCall& c = this->call_;
    const MapShape &in = this->inputs_[0].shape(), &out = this->output_.shape();
    const Patches left{reinterpret_cast<const char*>(this->inputs_[0].data()), in.height, in.width, pixel_bytes(),
                       out.height, out.width, out.batch, c.kernel_height, c.kernel_width, c.stride, c.padding,
                       c.dilation};
    const int n = this->output_.channels(), m = out.batch * out.height * out.width;
    const MatrixRows right{static_cast<const char*>(weights_.data()), n,
                           c.kernel_height * c.kernel_width * pixel_bytes()};
    const Finish finish{static_cast<const float*>(scale_.data()), static_cast<const float*>(bias_.data()),
                        c.add ? this->inputs_[1].data() : nullptr, c.activation == Activation::relu};
    if (tile(m, n) == 2) return start_product<T, Large>(left, right, finish, this->output_.data(), m, n);
    if (tile(m, n) == 1) return start_product<T, Middle>(left, right, finish, this->output_.data(), m, n);
    start_product<T, Small>(left, right, finish, this->output_.data(), m, n);
  }

  [[nodiscard]] std::string algorithm() const override {
    const MapShape& out = this->output_.shape();
    constexpr const char* names[] = {"64x64", "128x128", "128x256"};
    return std::string("implicit gemm ") + names[tile(out.batch * out.height * out.width, this->output_.channels())];
  }

 private:
  static int tile(int m, int n) { return fills<Large>(m, n) ? 2 : fills<Middle>(m, n) ? 1 : 0; }
  [[nodiscard]] int pixel_bytes() const {
    return this->inputs_[0].channels() * static_cast<int>(sizeof(typename T::Element));
  }
  static std::size_t bytes_of(const KernelCall& c) {
    return static_cast<std::size_t>(padded_channels<T>(c.channels_out())) * static_cast<std::size_t>(c.kernel_height) *
           static_cast<std::size_t>(c.kernel_width) * static_cast<std::size_t>(padded_channels<T>(c.channels)) *
           sizeof(typename T::Element);
  }
  // Weights [oc][c][kh][kw] are maps of kh x kw with c channels, one an output channel.
  void upload_weights(const float* plain) {
    const KernelCall& c = this->call_;
    auto all = laid_out<T>({c.channels_out(), c.channels, c.kernel_height, c.kernel_width}, plain);
    all.resize(weights_.bytes() / sizeof(typename T::Element), typename T::Element(0));
    weights_.upload(all.data());
  }

  DeviceMemory weights_, bias_, scale_;
};

}  // namespace

std::unique_ptr<DeviceOperator> make_product(const KernelCall& call, const Parameters& parameters) {
  if (call.groups != 1) throw std::invalid_argument("conv on the GPU: g must be 1");
  if (call.activation != Activation::none && call.activation != Activation::relu)
    throw std::invalid_argument("conv on the GPU: act must be none or relu");
  return in_precision<Product>(call, parameters);
}

}  // namespace lastmile::kernels::cuda
