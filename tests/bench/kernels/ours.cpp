#include "tests/bench/kernels/ours.hpp"

#include <memory>

#include "kernels/aligned.hpp"
#include "kernels/fastest.hpp"
#include "kernels/operator.hpp"
#include "kernels/random_values.hpp"

namespace lastmile::bench {

Contender ours(kernels::KernelCall call) {
  if (call.algorithm.empty()) call.algorithm = kernels::fastest_algorithm(call);
  struct Data {
    std::unique_ptr<kernels::Operator> op;
    kernels::Floats in, out, scratch;
  };
  const auto data = std::make_shared<Data>();
  const kernels::RandomParameters random(call, 1);
  data->op = kernels::make_operator(call, random.parameters());
  const kernels::MapShape in = kernels::input_shape(call, 0);
  data->in.resize(in.elements());
  kernels::fill_random(in, 2, data->in.data());
  data->out.resize(kernels::output_shape(call).elements());
  data->scratch.resize(data->op->scratch_bytes() / sizeof(float));
  return {data->op->algorithm(), [data] {
            const void* inputs[] = {data->in.data()};
            data->op->run(inputs, data->out.data(), data->scratch.data());
          }};
}

}  // namespace lastmile::bench
