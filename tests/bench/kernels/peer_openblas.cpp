// A convolution as one product: out [oc][pixels] = weights [oc][k] * columns [k][pixels]; a vector
// by sgemv.
#include <cblas.h>

#include <memory>

#include "kernels/aligned.hpp"
#include "tests/bench/kernels/peers.hpp"

namespace lastmile::bench {

std::optional<Contender> openblas(const kernels::KernelCall& c) {
  const int k = c.channels * c.kernel_height * c.kernel_width, m = c.channels_out();
  const int n = c.batch * c.height_out() * c.width_out();
  struct Data {
    kernels::Floats a, b, out;
  };
  const auto at = [](int value) { return static_cast<std::size_t>(value); };
  const auto data = std::make_shared<Data>();
  data->a.resize(at(m) * at(k)), data->b.resize(at(k) * at(n)),
      data->out.assign(at(m) * at(n), 0.0F);
  fill_values(data->a.data(), data->a.size()), fill_values(data->b.data(), data->b.size());
  if (n == 1)
    return Contender{kOpenBlas, [=] {
                       cblas_sgemv(CblasRowMajor, CblasNoTrans, m, k, 1, data->a.data(), k,
                                   data->b.data(), 1, 0, data->out.data(), 1);
                     }};
  return Contender{kOpenBlas, [=] {
                     cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1,
                                 data->a.data(), k, data->b.data(), n, 0, data->out.data(), n);
                   }};
}

}  // namespace lastmile::bench
