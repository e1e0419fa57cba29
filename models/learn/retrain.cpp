#include "models/learn/retrain.hpp"

#include <algorithm>
#include <utility>

#include "models/learn/partition_data.hpp"
#include "sim/error.hpp"

namespace lastmile::learn {

std::vector<float> train_under(const Rule& rule, const Network& network,
                               std::vector<float> parameters, const Dataset& data,
                               std::span<const std::uint32_t> samples, const SgdOptions& options,
                               RandomStream shuffle_stream, ThreadPool* pool) {
  if (options.proximal > 0)
    throw ConfigError("training under a rule goes batch by batch: it has no proximal term");
  SgdOptions one_batch = options;
  one_batch.epochs = 1;
  const auto size = static_cast<std::size_t>(std::max(options.batch, 1));
  std::vector<std::uint32_t> order(samples.begin(), samples.end());
  std::vector<float> velocity, none(parameters.size());
  rule(parameters, none);
  for (int epoch = 0; epoch < options.epochs; ++epoch) {
    shuffle(order, shuffle_stream);
    for (std::size_t at = 0; at < order.size(); at += size) {
      const auto batch = std::span(order).subspan(at, std::min(size, order.size() - at));
      TrainResult step = train(network, std::move(parameters), data, batch, one_batch,
                               shuffle_stream, pool, std::move(velocity));
      parameters = std::move(step.parameters);
      velocity = std::move(step.velocity);
      one_batch.optimiser.first_step = step.next_step;
      rule(parameters, std::span(velocity).first(parameters.size()));
    }
  }
  return parameters;
}

Rule zeros(std::vector<std::uint8_t> mask) {
  return [mask = std::move(mask)](std::span<float> parameters, std::span<float> velocity) {
    SIM_CHECK(mask.size() == parameters.size(), "a mask of another network");
    for (std::size_t i = 0; i < mask.size(); ++i)
      if (mask[i] == 0) parameters[i] = velocity[i] = 0;
  };
}

Rule frozen(std::vector<std::uint8_t> mask, std::vector<float> values) {
  return [mask = std::move(mask), values = std::move(values)](std::span<float> parameters,
                                                              std::span<float> velocity) {
    SIM_CHECK(mask.size() == parameters.size() && values.size() == parameters.size(),
              "a mask of another network");
    for (std::size_t i = 0; i < mask.size(); ++i) {
      if (mask[i] == 0) continue;
      parameters[i] = values[i];
      velocity[i] = 0;
    }
  };
}

}  // namespace lastmile::learn
