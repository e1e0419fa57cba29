#include "models/learn/network.hpp"

#include <cmath>

namespace lastmile::learn {

std::vector<float> Network::initial_parameters(RandomStream random) const {
  std::vector<float> parameters(parameter_count_, 0.0F);
  for (const Operation& op : operations_) {
    if (op.kind != Operation::Kind::product) continue;
    const int fan_in = op.plan->shape().terms();
    const double spread = std::sqrt((op.relu ? 2.0 : 1.0) / fan_in);
    const std::size_t count =
        static_cast<std::size_t>(op.plan->shape().out_channels) * static_cast<std::size_t>(fan_in);
    for (std::size_t i = 0; i < count; ++i)
      parameters[op.weights + i] = static_cast<float>(random.normal(0, spread));
  }
  return parameters;
}

}  // namespace lastmile::learn
