#include "policies/execute/training.hpp"

#include <algorithm>
#include <numeric>

namespace lastmile::policies {

std::size_t exit_of(const learn::Evaluation& evaluation, std::size_t sample, const ExitPolicy* exit) {
  const std::size_t last = evaluation.exits.size() - 1;
  if (exit == nullptr) return last;
  for (std::size_t e = 0; e < last; ++e) {
    const learn::Answer& answer = evaluation.answer(sample, e);
    if (exit->leave(e, {answer.confidence, answer.entropy})) return e;
  }
  return last;
}

Score score(const learn::Evaluation& evaluation, const ExitPolicy* exit) {
  Score sum;
  for (std::size_t i = 0; i < evaluation.samples; ++i) {
    const learn::Answer& answer = evaluation.answer(i, exit_of(evaluation, i, exit));
    sum.accuracy += answer.correct ? 1 : 0;
    sum.loss += static_cast<double>(answer.loss);
  }
  const auto n = static_cast<double>(evaluation.samples);
  return {sum.accuracy / n, sum.loss / n};
}

learn::Evaluation evaluate_model(const Application& application, const Weights& weights) {
  if (application.recorded != nullptr) return *application.recorded;
  std::vector<std::uint32_t> all(application.test_data.size());
  std::iota(all.begin(), all.end(), 0u);
  return learn::evaluate_cached(application.cache, application.network, *weights, application.test_data, all);
}

void RoundLog::add(int round, int passes, const std::vector<Weights>& models, const models::Exposure& path) {
  Pending pending;
  pending.record.round = round;
  pending.record.passes = passes;
  pending.record.at = world_.engine.now();
  pending.record.path = path;
  for (const Weights& weights : models) {
    pending.evaluations.push_back(world_.application.pool.submit(
        [&application = world_.application, weights] { return evaluate_model(application, weights); }));
  }
  pending_.push_back(std::move(pending));
}

void RoundLog::flush() {
  for (Pending& pending : pending_) {
    const auto n = static_cast<double>(pending.evaluations.size());
    for (auto& future : pending.evaluations) {
      const Score one = score(world_.application.pool.join(future), exit_);
      pending.record.accuracy += one.accuracy / n;
      pending.record.loss += one.loss / n;
    }
    record_round(world_, pending.record);
  }
  pending_.clear();
}

Bytes model_bytes(const World& world) {
  return Bytes(kBytesPerElement * static_cast<double>(world.application.network.parameter_count()));
}

Weights initial_weights(const World& world) {
  return std::make_shared<const std::vector<float>>(
      world.application.network.initial_parameters(world.engine.random("weights")));
}

bool can_train(World& world, const TrainingPlan& plan, network::NodeId node) {
  const learn::SgdOptions& sgd = world.application.sgd;
  const int moments = sgd.optimiser.kind == learn::OptimiserOptions::Kind::adam ? 2 : 1;
  const int copies = moments + (plan.proximal > 0 ? 1 : 0);
  return world.take_memory(node, models::training_memory(world.application.graph, sgd.batch, copies));
}

bool nobody_can_train(World& world, const TrainingPlan& plan) {
  const auto& devices = world.application.devices;
  return std::none_of(devices.begin(), devices.end(),
                      [&](network::NodeId device) { return can_train(world, plan, device); });
}

models::Drawn training_time(World& world, network::NodeId node, std::size_t samples, int passes) {
  const Application& a = world.application;
  const models::Processor& processor = *world.computer(node).processor;
  const auto batch = static_cast<std::size_t>(a.sgd.batch);
  models::Drawn total;
  for (int pass = 0; pass < passes; ++pass) {
    for (std::size_t done = 0; done < samples; done += batch) {
      const auto step = static_cast<int>(std::min(batch, samples - done));
      total += world.sampler.training(a.graph, processor, step);
    }
  }
  return total;
}

learn::SgdOptions options_after(const Application& application, std::size_t samples, int passes_before, int passes) {
  learn::SgdOptions options = application.sgd;
  const auto batch = static_cast<std::size_t>(options.batch);
  const std::size_t steps = (samples + batch - 1) / batch;
  options.epochs = passes;
  options.optimiser.schedule = application.schedule.in_steps(steps);
  options.optimiser.first_step = static_cast<std::uint64_t>(passes_before) * steps;
  return options;
}

Task<Weights> train_locally(World& world, const TrainingPlan& plan, std::size_t position, int round, Weights start,
                            Usage& usage) {
  const Application& a = world.application;
  const network::NodeId node = a.devices[position];
  if (!can_train(world, plan, node)) co_return start;
  const int passes = plan.local_passes;
  const std::size_t samples = a.parts[position].size();
  const models::Drawn work = training_time(world, node, samples, passes);
  learn::SgdOptions options = options_after(a, samples, (round - 1) * passes, passes);
  options.proximal = plan.proximal;
  RandomStream shuffle = world.engine.random("shuffle/" + world.topology.nodes[node].name + "/" + std::to_string(round));
  auto future = a.pool.submit([&a, position, options, shuffle, start] {
    return learn::train_cached(a.cache, a.network, *start, a.training_data, a.parts[position], options, shuffle);
  });
  const bool done = co_await world.compute(node, work, usage);
  learn::TrainResult result = a.pool.join(future);
  if (!done) co_return start;
  co_return std::make_shared<const std::vector<float>>(std::move(result.parameters));
}

Weights mix(const std::vector<Weights>& models, const std::vector<double>& weights) {
  SIM_CHECK(models.size() == weights.size() && !models.empty(), "one weight a model");
  auto mean = std::make_shared<std::vector<float>>(models.front()->size());
  for (std::size_t i = 0; i < mean->size(); ++i) {
    double sum = 0;
    for (std::size_t m = 0; m < models.size(); ++m) sum += weights[m] * static_cast<double>((*models[m])[i]);
    (*mean)[i] = static_cast<float>(sum);
  }
  return mean;
}

}  // namespace lastmile::policies
