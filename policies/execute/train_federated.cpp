// Federated averaging: server to devices (through the node between, if any), local training, and back.
#include "policies/execute/training.hpp"
#include "policies/federation/choose_clients.hpp"

namespace lastmile::policies {
namespace {

struct Round {
  World& world;
  network::NodeId near_server;  // whom the devices talk to
  const TrainingPlan& plan;
  int number;
  Weights start;
  std::vector<std::size_t> clients;  // positions of those who take part
  std::vector<Weights> received;  // by device; null: its model was lost on the way
  models::Exposure begin;
  models::Exposure end;  // of the device that came last
};

Task<void> take_part(Round& round, std::size_t position) {
  World& world = round.world;
  const network::NodeId device = world.application.devices[position];
  if (!can_train(world, round.plan, device)) co_return;
  const bool got_it = co_await world.send(round.near_server, device, model_bytes(world), Purpose::model);
  if (!got_it) co_return;
  Usage usage;
  usage.path = round.begin;
  Weights trained = co_await train_locally(world, round.plan, position, round.number, round.start, usage);
  const bool arrived = co_await world.send(device, round.near_server, model_bytes(world), Purpose::model);
  if (arrived) round.received[position] = std::move(trained);
  round.end = usage.path;
}

Task<void> gather(Round& round) {
  std::vector<Task<void>> devices;
  for (const std::size_t position : round.clients) devices.push_back(take_part(round, position));
  co_await all(round.world.engine, std::move(devices));
}

std::vector<std::size_t> clients_of(World& world, const TrainingPlan& plan, int round) {
  const std::size_t all = world.application.devices.size();
  const std::size_t chosen = plan.clients_per_round == 0 ? all : plan.clients_per_round;
  return choose_clients(all, chosen, world.engine.random("clients/" + std::to_string(round)));
}

Weights average(const Round& round, const TrainingPolicy& policy) {
  std::vector<Weights> models;
  std::vector<double> samples;
  for (std::size_t i = 0; i < round.received.size(); ++i) {
    if (round.received[i] == nullptr) continue;
    models.push_back(round.received[i]);
    samples.push_back(static_cast<double>(round.world.application.parts[i].size()));
  }
  return models.empty() ? round.start : mix(models, policy.weights(samples));
}

}  // namespace

Task<void> train_federated(World& world, const TrainingPolicy& policy, const TrainingPlan& plan, RoundLog& log,
                           Trained& result) {
  const network::NodeId near_server = plan.through.value_or(plan.server);
  result.out_of_memory = nobody_can_train(world, plan);
  const int rounds = world.application.sgd.epochs / plan.local_passes;
  models::Exposure path;
  Weights weights = initial_weights(world);
  log.add(0, 0, {weights});
  for (int number = 1; number <= rounds; ++number) {
    co_await world.deliver(plan.server, near_server, model_bytes(world), Purpose::model);
    Round round{world, near_server, plan, number, weights, clients_of(world, plan, number),
                {},    path,        path};
    round.received.resize(world.application.devices.size());
    co_await gather(round);
    path = round.end;
    weights = average(round, policy);
    co_await world.deliver(near_server, plan.server, model_bytes(world), Purpose::model);
    log.add(number, number * plan.local_passes, {weights}, path);
  }
  result.shared = weights;
  result.holder = plan.server;
}

}  // namespace lastmile::policies
