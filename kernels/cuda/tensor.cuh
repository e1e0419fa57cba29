// Maps on the GPU in the layout of device_operator.hpp, and between it and plain floats.
#pragma once

#include <vector>

#include "kernels/cuda/device.hpp"
#include "kernels/cuda/element.cuh"
#include "kernels/layout.hpp"

namespace lastmile::kernels::cuda {

template <class T>
constexpr int channel_step() {
  return 16 / static_cast<int>(sizeof(typename T::Element));
}
template <class T>
int padded_channels(int channels) {
  return (channels + channel_step<T>() - 1) / channel_step<T>() * channel_step<T>();
}

/// On the host, where the conversions of cuda_fp16.h also work.
template <class T>
std::vector<typename T::Element> laid_out(const MapShape& shape, const float* plain) {
  const int padded = padded_channels<T>(shape.channels);
  const std::size_t plane = shape.plane();
  std::vector<typename T::Element> all(static_cast<std::size_t>(shape.batch) * plane * static_cast<std::size_t>(padded),
                                       typename T::Element(0));
  for (int n = 0; n < shape.batch; ++n)
    for (int c = 0; c < shape.channels; ++c)
      for (std::size_t at = 0; at < plane; ++at)
        all[(static_cast<std::size_t>(n) * plane + at) * static_cast<std::size_t>(padded) + static_cast<std::size_t>(c)] =
            static_cast<typename T::Element>(*plain++);
  return all;
}

template <class T>
std::vector<float> plain_values(const MapShape& shape, const std::vector<typename T::Element>& all) {
  const std::size_t plane = shape.plane(), padded = static_cast<std::size_t>(padded_channels<T>(shape.channels));
  std::vector<float> plain;
  for (int n = 0; n < shape.batch; ++n)
    for (int c = 0; c < shape.channels; ++c)
      for (std::size_t at = 0; at < plane; ++at)
        plain.push_back(static_cast<float>(
            all[(static_cast<std::size_t>(n) * plane + at) * padded + static_cast<std::size_t>(c)]));
  return plain;
}

/// A map that lives on the GPU.
template <class T>
class DeviceMap {
 public:
  explicit DeviceMap(const MapShape& shape)
      : shape_(shape),
        memory_(static_cast<std::size_t>(shape.batch) * shape.plane() *
                static_cast<std::size_t>(padded_channels<T>(shape.channels)) * sizeof(typename T::Element)) {}
  void set(const std::vector<float>& plain) { memory_.upload(laid_out<T>(shape_, plain.data()).data()); }
  [[nodiscard]] std::vector<float> values() const {
    std::vector<typename T::Element> all(memory_.bytes() / sizeof(typename T::Element));
    memory_.download(all.data());
    return plain_values<T>(shape_, all);
  }
  [[nodiscard]] typename T::Element* data() const { return static_cast<typename T::Element*>(memory_.data()); }
  [[nodiscard]] const MapShape& shape() const { return shape_; }
  [[nodiscard]] int channels() const { return padded_channels<T>(shape_.channels); }

 private:
  MapShape shape_;
  DeviceMemory memory_;
};

/// What all operators on maps share.
template <class T, class Base>
class MapOperator : public Base {
 public:
  explicit MapOperator(const KernelCall& call) : call_(call), output_(output_shape(call)) {
    for (int i = 0; i < call.input_count(); ++i) inputs_.emplace_back(input_shape(call, i));
  }
  void set_input(int input, const std::vector<float>& plain) override {
    inputs_.at(static_cast<std::size_t>(input)).set(plain);
  }
  [[nodiscard]] std::vector<float> output() const override { return output_.values(); }

 protected:
  KernelCall call_;
  std::vector<DeviceMap<T>> inputs_;
  DeviceMap<T> output_;
};

}  // namespace lastmile::kernels::cuda
