// The tensor-core kernels against cuBLAS and cuDNN on the same shapes, interleaved in one process.
//     cuda_bench [--json] [--passes N]      exit status 77 where there is no GPU
// Timed by the GPU's clock, best and median of the passes; FLOP by the direct convention.
#include <cublas_v2.h>
#include <cudnn.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

#include "kernels/cuda/device.hpp"
#include "kernels/cuda/device_operator.hpp"
#include "kernels/random_values.hpp"

using namespace lastmile::kernels;

namespace {

constexpr int kSkipped = 77;
constexpr double kSecondsEach = 0.02;  // of one sample

void check(cublasStatus_t status) {
  if (status != CUBLAS_STATUS_SUCCESS) throw std::runtime_error(std::string("cuBLAS: ") + cublasGetStatusString(status));
}
void check(cudnnStatus_t status) {
  if (status != CUDNN_STATUS_SUCCESS) throw std::runtime_error(std::string("cuDNN: ") + cudnnGetErrorString(status));
}

/// A peer as an operator, so that the same clock reads both.
class Peer : public cuda::DeviceOperator {
 public:
  void set_input(int, const std::vector<float>&) override {}
  [[nodiscard]] std::vector<float> output() const override { return {}; }
};

class Blas final : public Peer {
 public:
  explicit Blas(const KernelCall& c)
      : m_(c.batch), n_(c.channels_out()), k_(c.channels), half_(c.precision == Precision::fp16),
        a_(elements(m_, k_)), b_(elements(n_, k_)), c_(elements(m_, n_)) {
    check(cublasCreate(&handle_));
    check(cublasSetMathMode(handle_, half_ ? CUBLAS_DEFAULT_MATH : CUBLAS_TF32_TENSOR_OP_MATH));
  }
  ~Blas() override { cublasDestroy(handle_); }
  void start() override {
    const float one = 1, zero = 0;
    const cudaDataType_t type = half_ ? CUDA_R_16F : CUDA_R_32F;
    check(cublasGemmEx(handle_, CUBLAS_OP_T, CUBLAS_OP_N, n_, m_, k_, &one, b_.data(), type, k_, a_.data(), type, k_,
                       &zero, c_.data(), type, n_, half_ ? CUBLAS_COMPUTE_32F : CUBLAS_COMPUTE_32F_FAST_TF32,
                       CUBLAS_GEMM_DEFAULT));
  }
  [[nodiscard]] std::string algorithm() const override { return "cuBLAS"; }

 private:
  [[nodiscard]] std::size_t elements(int rows, int columns) const {
    return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns) * (half_ ? 2 : 4);
  }
  int m_, n_, k_;
  bool half_;
  cuda::DeviceMemory a_, b_, c_;
  cublasHandle_t handle_ = nullptr;
};

class Dnn final : public Peer {
 public:
  explicit Dnn(const KernelCall& c) : x_(bytes(c.batch, c.channels, c.height, c.width)),
        w_(bytes(c.channels_out(), c.channels, c.kernel_height, c.kernel_width)),
        y_(bytes(c.batch, c.channels_out(), c.height_out(), c.width_out())) {
    const cudnnDataType_t type = CUDNN_DATA_HALF;
    check(cudnnCreate(&handle_));
    check(cudnnCreateTensorDescriptor(&in_)), check(cudnnCreateTensorDescriptor(&out_));
    check(cudnnCreateFilterDescriptor(&filter_)), check(cudnnCreateConvolutionDescriptor(&conv_));
    check(cudnnSetTensor4dDescriptor(in_, CUDNN_TENSOR_NHWC, type, c.batch, c.channels, c.height, c.width));
    check(cudnnSetTensor4dDescriptor(out_, CUDNN_TENSOR_NHWC, type, c.batch, c.channels_out(), c.height_out(), c.width_out()));
    check(cudnnSetFilter4dDescriptor(filter_, type, CUDNN_TENSOR_NHWC, c.channels_out(), c.channels, c.kernel_height, c.kernel_width));
    check(cudnnSetConvolution2dDescriptor(conv_, c.padding, c.padding, c.stride, c.stride, c.dilation, c.dilation,
                                          CUDNN_CROSS_CORRELATION, CUDNN_DATA_FLOAT));
    check(cudnnSetConvolutionMathType(conv_, CUDNN_TENSOR_OP_MATH));
    choose();
  }
  ~Dnn() override { cudnnDestroy(handle_); }
  void start() override {
    const float one = 1, zero = 0;
    check(cudnnConvolutionForward(handle_, &one, in_, x_.data(), filter_, w_.data(), conv_, best_.algo, work_->data(),
                                  work_->bytes(), &zero, out_, y_.data()));
  }
  [[nodiscard]] std::string algorithm() const override { return "cuDNN algorithm " + std::to_string(best_.algo); }

 private:
  static std::size_t bytes(int a, int b, int c, int d) { return 2 * static_cast<std::size_t>(a) * static_cast<std::size_t>(b) * static_cast<std::size_t>(c) * static_cast<std::size_t>(d); }
  // cuDNN times all of its algorithms and puts the fastest first.
  void choose() {
    cudnnConvolutionFwdAlgoPerf_t found[CUDNN_CONVOLUTION_FWD_ALGO_COUNT];
    int count = 0;
    check(cudnnFindConvolutionForwardAlgorithm(handle_, in_, filter_, conv_, out_, CUDNN_CONVOLUTION_FWD_ALGO_COUNT, &count, found));
    best_ = found[0];
    check(best_.status);
    work_ = std::make_unique<cuda::DeviceMemory>(best_.memory);
  }
  cuda::DeviceMemory x_, w_, y_;
  std::unique_ptr<cuda::DeviceMemory> work_;
  cudnnHandle_t handle_ = nullptr;
  cudnnTensorDescriptor_t in_ = nullptr, out_ = nullptr;
  cudnnFilterDescriptor_t filter_ = nullptr;
  cudnnConvolutionDescriptor_t conv_ = nullptr;
  cudnnConvolutionFwdAlgoPerf_t best_{};
};

struct Row {
  std::string name, ours, theirs;
  double flop, own_best, own_median, peer_best, peer_median;
  bool gemm;
  [[nodiscard]] double ratio() const { return peer_best / own_best; }
};

Row measure(const std::string& line, int passes) {
  const KernelCall call = parse_call(line);
  const RandomParameters random(call, 1);
  const bool gemm = call.type == KernelType::dense;
  const auto own = cuda::make_device_operator(call, random.parameters());
  const std::unique_ptr<cuda::DeviceOperator> peer =
      gemm ? std::unique_ptr<cuda::DeviceOperator>(std::make_unique<Blas>(call)) : std::make_unique<Dnn>(call);
  std::vector<double> own_times, peer_times;
  cuda::seconds_each(*own, 10), cuda::seconds_each(*peer, 10);
  const auto repeats = [](double once) { return std::clamp(static_cast<int>(kSecondsEach / once), 5, 2000); };
  const int own_repeats = repeats(cuda::seconds_each(*own, 5)), peer_repeats = repeats(cuda::seconds_each(*peer, 5));
  for (int pass = 0; pass < passes; ++pass) {
    own_times.push_back(cuda::seconds_each(*own, own_repeats));
    peer_times.push_back(cuda::seconds_each(*peer, peer_repeats));
  }
  std::sort(own_times.begin(), own_times.end()), std::sort(peer_times.begin(), peer_times.end());
  return {line, own->algorithm(), peer->algorithm(), work(call).flop, own_times.front(), own_times[own_times.size() / 2],
          peer_times.front(), peer_times[peer_times.size() / 2], gemm};
}

std::vector<std::string> shapes() {
  std::vector<std::string> lines;
  for (const char* precision : {"fp16", "fp32"})
    for (const int size : {1024, 2048, 4096, 8192})
      lines.push_back("dense n=" + std::to_string(size) + " c=" + std::to_string(size) + " oc=" + std::to_string(size) +
                      " prec=" + precision);
  lines.emplace_back("dense n=2048 c=1024 oc=4096 prec=fp16");
  for (const char* shape : {"c=64 h=56 w=56 oc=256", "c=256 h=56 w=56 oc=64", "c=512 h=28 w=28 oc=128",
                            "c=1024 h=14 w=14 oc=256", "c=512 h=7 w=7 oc=2048", "c=64 h=56 w=56 oc=64 k=3x3 p=1",
                            "c=128 h=28 w=28 oc=128 k=3x3 p=1", "c=256 h=14 w=14 oc=256 k=3x3 p=1",
                            "c=512 h=7 w=7 oc=512 k=3x3 p=1"})
    lines.push_back(std::string("conv n=64 ") + shape + " prec=fp16");
  return lines;
}

void print(const Row& row, bool json, bool last) {
  const double own = row.flop / row.own_best * 1e-12, peer = row.flop / row.peer_best * 1e-12;
  if (json)
    std::printf("  {\"call\": \"%s\", \"algorithm\": \"%s\", \"peer\": \"%s\", \"own_best_s\": %.9g, \"own_median_s\": %.9g, "
                "\"peer_best_s\": %.9g, \"peer_median_s\": %.9g, \"ratio\": %.4f}%s\n",
                row.name.c_str(), row.ours.c_str(), row.theirs.c_str(), row.own_best, row.own_median, row.peer_best,
                row.peer_median, row.ratio(), last ? "" : ",");
  else
    std::printf("%-52s %8.1f TFLOP/s  %-24s %8.1f  %-20s %5.2f\n", row.name.c_str(), own, row.ours.c_str(), peer,
                row.theirs.c_str(), row.ratio());
}

double geometric_mean(const std::vector<Row>& rows, bool gemm) {
  double sum = 0;
  int count = 0;
  for (const Row& row : rows)
    if (row.gemm == gemm) sum += std::log(row.ratio()), ++count;
  return std::exp(sum / std::max(1, count));
}

}  // namespace

int main(int count, char** arguments) {
  bool json = false;
  int passes = 9;
  for (int i = 1; i < count; ++i) {
    const std::string word = arguments[i];
    if (word == "--json") json = true;
    if (word == "--passes" && i + 1 < count) passes = std::max(1, std::atoi(arguments[++i]));
  }
  const std::string device = cuda::device_json();
  if (device.empty()) return std::printf("no GPU\n"), kSkipped;
  std::vector<Row> rows;
  for (const std::string& line : shapes()) rows.push_back(measure(line, passes));
  char date[32];
  const std::time_t now = std::time(nullptr);
  std::strftime(date, sizeof date, "%Y-%m-%d", std::gmtime(&now));
  if (json) std::printf("{\"date\": \"%s\", \"device\": %s, \"passes\": %d, \"rows\": [\n", date, device.c_str(), passes);
  for (const Row& row : rows) print(row, json, &row == &rows.back());
  const char* form = json ? "], \"geometric_mean_gemm\": %.4f, \"geometric_mean_conv\": %.4f}\n"
                          : "geometric mean of the ratios to the peer: matrix products %.2f, convolutions %.2f\n";
  std::printf(form, geometric_mean(rows, true), geometric_mean(rows, false));
}
