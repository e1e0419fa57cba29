// Central training: every device sends its raw images to the server, which trains on all of them.
#include <deque>

#include "policies/execute/training.hpp"

namespace lastmile::policies {
namespace {

constexpr double kLabelBytes = 1;

Task<void> upload(World& world, network::NodeId device, network::NodeId server, Bytes size, bool* arrived) {
  *arrived = co_await world.deliver(device, server, size, Purpose::raw_training);
}

// Which devices' data came; one whose battery ran out before keeps its own.
Task<void> collect(World& world, network::NodeId server, std::deque<bool>& came) {
  const Application& a = world.application;
  came.assign(a.devices.size(), false);
  std::vector<Task<void>> uploads;
  for (std::size_t i = 0; i < a.devices.size(); ++i) {
    const double image = static_cast<double>(a.training_data.image_bytes()) + kLabelBytes;
    const Bytes size(image * static_cast<double>(a.parts[i].size()));
    uploads.push_back(upload(world, a.devices[i], server, size, &came[i]));
  }
  co_await all(world.engine, std::move(uploads));
}

std::vector<std::uint32_t> samples_of(const Application& a, const std::deque<bool>& came) {
  std::vector<std::uint32_t> samples;
  for (std::size_t i = 0; i < came.size(); ++i) {
    if (came[i]) samples.insert(samples.end(), a.parts[i].begin(), a.parts[i].end());
  }
  return samples;
}

}  // namespace

Task<void> train_central(World& world, const TrainingPlan& plan, RoundLog& log, Trained& result) {
  const Application& a = world.application;
  std::deque<bool> came;
  learn::TrainResult state;
  Usage usage;
  Weights weights = initial_weights(world);
  log.add(0, 0, {weights});
  result.out_of_memory = !can_train(world, plan, plan.server);
  if (!result.out_of_memory) co_await collect(world, plan.server, came);
  const std::vector<std::uint32_t> samples = samples_of(a, came);
  for (int pass = 1; pass <= a.sgd.epochs && !samples.empty(); ++pass) {
    const models::Drawn work = training_time(world, plan.server, samples.size(), 1);
    const learn::SgdOptions options = options_after(a, samples.size(), pass - 1, 1);
    RandomStream shuffle = world.engine.random("shuffle/central/" + std::to_string(pass));
    auto future = a.pool.submit([&a, &samples, options, shuffle, weights, velocity = std::move(state.velocity)] {
      return learn::train_cached(a.cache, a.network, *weights, a.training_data, samples, options, shuffle, &a.pool,
                                 velocity);
    });
    co_await world.compute(plan.server, work, usage);
    state = a.pool.join(future);
    weights = std::make_shared<const std::vector<float>>(state.parameters);
    log.add(pass, pass, {weights}, usage.path);
  }
  result.shared = weights;
  result.holder = plan.server;
}

}  // namespace lastmile::policies
