#include "models/learn/train.hpp"

#include <algorithm>
#include <bit>

#include "models/learn/partition_data.hpp"
#include "models/learn/trainer.hpp"
#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

/// `flat` empty: zeros.
kernels::Floats arranged_state(const Network& network, const std::vector<float>& flat,
                               std::size_t vectors) {
  kernels::Floats state(vectors * network.arranged_size(), 0.0F);
  for (std::size_t i = 0; i < vectors && !flat.empty(); ++i)
    network.arrange(flat.data() + i * network.parameter_count(),
                    state.data() + i * network.arranged_size());
  return state;
}

std::vector<float> flat_state(const Network& network, const kernels::Floats& state,
                              std::size_t vectors) {
  std::vector<float> flat(vectors * network.parameter_count());
  for (std::size_t i = 0; i < vectors; ++i)
    network.restore(state.data() + i * network.arranged_size(),
                    flat.data() + i * network.parameter_count());
  return flat;
}

}  // namespace

TrainResult train(const Network& network, std::vector<float> parameters, const Dataset& data,
                  std::span<const std::uint32_t> samples, const SgdOptions& options,
                  RandomStream shuffle_stream, ThreadPool* pool, std::vector<float> velocity) {
  if (samples.empty()) throw ConfigError("training: no samples");
  Trainer trainer(network, data, options, pool);
  Optimiser optimiser(network, options, velocity.empty() ? 0 : options.optimiser.first_step);
  const std::size_t vectors = optimiser.state_vectors();
  SIM_CHECK(velocity.empty() || velocity.size() == vectors * network.parameter_count(),
            "velocity of another network or optimiser");
  kernels::Floats state = arranged_state(network, velocity, vectors);
  trainer.start(parameters);
  if (options.proximal > 0)
    optimiser.pull_to({trainer.weights(), trainer.weights() + network.arranged_size()});
  const auto size = static_cast<std::size_t>(options.batch);
  TrainResult result;
  for (int epoch = 0; epoch < options.epochs; ++epoch) {
    RandomStream dropout = shuffle_stream;  // a copy: its draws shift nobody's
    std::vector<std::uint32_t> order(samples.begin(), samples.end());
    shuffle(order, shuffle_stream);
    double loss = 0;
    for (std::size_t at = 0; at < order.size(); at += size) {
      const auto batch = std::span(order).subspan(at, std::min(size, order.size() - at));
      loss += trainer.step(batch, dropout.next_u64(), optimiser, state.data());
    }
    result.epoch_loss.push_back(loss / static_cast<double>(order.size()));
  }
  if (!result.epoch_loss.empty()) result.mean_loss = result.epoch_loss.back();
  network.restore(trainer.weights(), parameters.data());
  result.parameters = std::move(parameters);
  result.velocity = flat_state(network, state, vectors);
  result.next_step = optimiser.step();
  result.random = std::bit_cast<RandomState>(shuffle_stream);
  return result;
}

double loss_gradient(const Network& network, std::span<const float> parameters, const Dataset& data,
                     std::span<const std::uint32_t> samples, const SgdOptions& options,
                     std::vector<float>& gradient, ThreadPool* pool) {
  if (samples.empty()) throw ConfigError("training: no samples");
  Trainer trainer(network, data, options, pool);
  trainer.start(parameters);
  const double loss = trainer.gradient(samples);
  gradient.resize(network.parameter_count());
  network.restore(trainer.total().data(), gradient.data());
  for (const ParameterRange& range : network.layout())
    if (range.statistic) std::fill_n(&gradient[range.first], range.count, 0.0F);
  return loss / static_cast<double>(samples.size());
}

}  // namespace lastmile::learn
