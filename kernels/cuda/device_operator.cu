#include "kernels/cuda/device_operator.hpp"

#include <cstdio>

#include "kernels/cuda/device.hpp"
#include "kernels/cuda/families.hpp"

namespace lastmile::kernels::cuda {

std::unique_ptr<DeviceOperator> make_device_operator(const KernelCall& call, const Parameters& parameters) {
  validate(call);
  switch (call.type) {
    case KernelType::conv:
    case KernelType::dense:
      return make_product(call, parameters);
    case KernelType::depthwise:
      return make_depthwise(call, parameters);
    case KernelType::softmax:
      return make_softmax(call);
    case KernelType::max_pool:
    case KernelType::avg_pool:
    case KernelType::global_pool:
    case KernelType::add:
    case KernelType::activate:
      return make_elementwise(call);
    default:
      throw std::invalid_argument(std::string(to_string(call.type)) + ": not on the GPU; known: conv, dense, "
                                  "depthwise, softmax, max_pool, avg_pool, global_pool, add, activate");
  }
}

void wait() { check(cudaDeviceSynchronize(), "wait"); }

double seconds_each(DeviceOperator& one, int repeats) {
  cudaEvent_t from, to;
  check(cudaEventCreate(&from), "event");
  check(cudaEventCreate(&to), "event");
  check(cudaEventRecord(from), "event");
  for (int i = 0; i < repeats; ++i) one.start();
  check(cudaEventRecord(to), "event");
  check(cudaEventSynchronize(to), "event");
  float milliseconds = 0;
  check(cudaEventElapsedTime(&milliseconds, from, to), "event");
  cudaEventDestroy(from);
  cudaEventDestroy(to);
  return milliseconds * 1e-3 / repeats;
}

std::string device_json() {
  int count = 0, clock = 0, memory_clock = 0;
  if (cudaGetDeviceCount(&count) != cudaSuccess || count == 0) return {};
  cudaDeviceProp properties{};
  check(cudaGetDeviceProperties(&properties, 0), "device");
  check(cudaDeviceGetAttribute(&clock, cudaDevAttrClockRate, 0), "device");
  check(cudaDeviceGetAttribute(&memory_clock, cudaDevAttrMemoryClockRate, 0), "device");
  char text[512];
  std::snprintf(text, sizeof text,
                "{\"gpu\": \"%s\", \"compute_capability\": \"%d.%d\", \"multiprocessors\": %d, \"clock_khz\": %d, "
                "\"memory_clock_khz\": %d, \"memory_bytes\": %zu, \"l2_bytes\": %d, \"cuda\": %d}",
                properties.name, properties.major, properties.minor, properties.multiProcessorCount, clock,
                memory_clock, properties.totalGlobalMem, properties.l2CacheSize, CUDART_VERSION);
  return text;
}

}  // namespace lastmile::kernels::cuda
