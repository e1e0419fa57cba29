// XNNPACK's indirect convolution on NHWC; a dense layer is its fully connected operator.
#include <xnnpack.h>

#include <limits>
#include <memory>

#include "kernels/aligned.hpp"
#include "tests/bench/kernels/peers.hpp"

namespace lastmile::bench {
namespace {

struct Data {
  kernels::Floats in, weights, bias, out;
  xnn_operator_t op = nullptr;
  ~Data() { xnn_delete_operator(op); }
};

std::shared_ptr<Data> data_of(const kernels::KernelCall& c) {
  const auto at = [](int value) { return static_cast<std::size_t>(value); };
  const auto data = std::make_shared<Data>();
  data->in.assign(at(c.batch) * at(c.channels) * at(c.height) * at(c.width) + 16, 0.25F);
  data->weights.assign(
      at(c.channels_out()) * at(c.channels) * at(c.kernel_height) * at(c.kernel_width), 0.5F);
  fill_values(data->in.data(), data->in.size()),
      fill_values(data->weights.data(), data->weights.size());
  data->bias.assign(at(c.channels_out()), 0.125F);
  data->out.assign(at(c.batch) * at(c.channels_out()) * at(c.height_out()) * at(c.width_out()),
                   0.0F);
  return data;
}

bool make_dense(const kernels::KernelCall& c, Data& d) {
  const auto in = static_cast<std::size_t>(c.channels),
             out = static_cast<std::size_t>(c.channels_out());
  constexpr float inf = std::numeric_limits<float>::infinity();
  return xnn_create_fully_connected_nc_f32(in, out, in, out, d.weights.data(), d.bias.data(), -inf,
                                           inf, 0, &d.op) == xnn_status_success &&
         xnn_setup_fully_connected_nc_f32(d.op, static_cast<std::size_t>(c.batch), d.in.data(),
                                          d.out.data(), nullptr) == xnn_status_success;
}

bool make_conv(const kernels::KernelCall& c, Data& d) {
  const auto u = [](int value) { return static_cast<std::uint32_t>(value); };
  const auto at = [](int value) { return static_cast<std::size_t>(value); };
  constexpr float inf = std::numeric_limits<float>::infinity();
  return xnn_create_convolution2d_nhwc_f32(
             u(c.padding), u(c.padding), u(c.padding), u(c.padding), u(c.kernel_height),
             u(c.kernel_width), u(c.stride), u(c.stride), u(c.dilation), u(c.dilation), u(c.groups),
             at(c.channels / c.groups), at(c.channels_out() / c.groups), at(c.channels),
             at(c.channels_out()), d.weights.data(), d.bias.data(), -inf, inf, 0,
             &d.op) == xnn_status_success &&
         xnn_setup_convolution2d_nhwc_f32(d.op, at(c.batch), at(c.height), at(c.width), d.in.data(),
                                          d.out.data(), nullptr) == xnn_status_success;
}

}  // namespace

std::optional<Contender> xnnpack(const kernels::KernelCall& c) {
  static const bool ready = xnn_initialize(nullptr) == xnn_status_success;
  if (!ready) return std::nullopt;
  const auto data = data_of(c);
  if (!(c.type == kernels::KernelType::dense ? make_dense(c, *data) : make_conv(c, *data)))
    return std::nullopt;
  return Contender{kXnnPack, [data] { xnn_run_operator(data->op, nullptr); }};
}

}  // namespace lastmile::bench
