// Who makes which device operator; one file each.
#pragma once

#include "kernels/cuda/device_operator.hpp"
#include "kernels/cuda/element.cuh"

namespace lastmile::kernels::cuda {

std::unique_ptr<DeviceOperator> make_product(const KernelCall& call, const Parameters& parameters);
std::unique_ptr<DeviceOperator> make_depthwise(const KernelCall& call, const Parameters& parameters);
std::unique_ptr<DeviceOperator> make_elementwise(const KernelCall& call);
std::unique_ptr<DeviceOperator> make_softmax(const KernelCall& call);

/// A new Made<T>(call, arguments...) with the T of the call's precision.
template <template <class> class Made, class... Arguments>
std::unique_ptr<DeviceOperator> in_precision(const KernelCall& call, const Arguments&... arguments) {
  switch (call.precision) {
    case Precision::fp16:
      return std::make_unique<Made<Fp16>>(call, arguments...);
    case Precision::bf16:
      return std::make_unique<Made<Bf16>>(call, arguments...);
    case Precision::int8:
      return std::make_unique<Made<Int8>>(call, arguments...);
    default:
      return std::make_unique<Made<Tf32>>(call, arguments...);
  }
}

}  // namespace lastmile::kernels::cuda
