// A kernel call made ready on the GPU: the counterpart of kernels/operator.hpp.
//
// Layout     [n][y][x][c], channels padded with zeros to 16 bytes; weights [oc][kh][kw][c] likewise
// Precision  fp32 multiplies in tf32 (10 bits of mantissa) with fp32 sums; fp16 and bf16 with fp32 sums; int8
//            with int32 sums, symmetric, one scale a layer chosen here (1 / largest sum) for timing and tests
// Covers     conv (groups 1), dense, depthwise, pools, add, activate, softmax; the rest is refused
// Tests      kernels/cuda/check.cu (needs a GPU), tests/unit/cuda/ (products, without one)
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kernels/call.hpp"
#include "kernels/operator.hpp"

namespace lastmile::kernels::cuda {

class DeviceOperator {
 public:
  virtual ~DeviceOperator() = default;
  /// Starts the kernel on the default stream; wait() returns when all of them are done.
  virtual void start() = 0;
  [[nodiscard]] virtual std::string algorithm() const = 0;
  /// Plain [n][c][y][x] values, as floats.
  virtual void set_input(int input, const std::vector<float>& plain) = 0;
  [[nodiscard]] virtual std::vector<float> output() const = 0;
};

/// std::invalid_argument if nothing here computes the call.
std::unique_ptr<DeviceOperator> make_device_operator(const KernelCall& call, const Parameters& parameters);
void wait();

/// Seconds of one of `repeats` runs started one after the other, by the GPU's own clock.
double seconds_each(DeviceOperator& one, int repeats);

/// The current device's name and clocks as one line of JSON; an empty text when there is none.
std::string device_json();

}  // namespace lastmile::kernels::cuda
