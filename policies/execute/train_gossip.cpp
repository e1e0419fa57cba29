// Gossip: every device trains, sends its model to its neighbours and mixes what it gets. A device goes on
// as soon as its own neighbours' models of the round have arrived; there is no barrier over all.
#include "policies/execute/training.hpp"
#include "sim/signal.hpp"

namespace lastmile::policies {
namespace {

// One device's letter box: models by round, in the order of the senders' positions.
struct Inbox {
  std::vector<std::vector<Weights>> models;  // [round][sender]
  std::vector<std::size_t> arrived;          // [round]
  std::vector<models::Exposure> path;        // [round]: of the last arrival
};

struct Exchange {
  Exchange(World& w, const TrainingPolicy& p, const TrainingPlan& pl, RoundLog& l, int r)
      : world(w), policy(p), plan(pl), log(l), rounds(r), changed(w.engine) {
    const std::size_t n = w.application.devices.size();
    Inbox empty;
    empty.models.assign(static_cast<std::size_t>(r) + 1, std::vector<Weights>(n));
    empty.arrived.assign(static_cast<std::size_t>(r) + 1, 0);
    empty.path.resize(static_cast<std::size_t>(r) + 1);
    inboxes.assign(n, empty);
    finished.assign(static_cast<std::size_t>(r) + 1, std::vector<Weights>(n));
    finished_count.assign(static_cast<std::size_t>(r) + 1, 0);
    expected.assign(n, 0);
    for (const auto& targets : pl.sends_to) {
      for (const std::size_t target : targets) ++expected[target];
    }
  }
  World& world;
  const TrainingPolicy& policy;
  const TrainingPlan& plan;
  RoundLog& log;
  int rounds;
  Signal changed;
  std::vector<Inbox> inboxes;
  std::vector<std::vector<Weights>> finished;  // [round][device]: mixed models
  std::vector<std::size_t> finished_count;
  std::vector<std::size_t> expected;           // models a device gets in a round
};

Task<void> deliver(Exchange& exchange, std::size_t from, std::size_t to, std::size_t round, Weights weights,
                   models::Exposure path) {
  World& world = exchange.world;
  const auto& devices = world.application.devices;
  const bool arrived = co_await world.deliver(devices[from], devices[to], model_bytes(world), Purpose::model);
  if (arrived) exchange.inboxes[to].models[round][from] = std::move(weights);  // else: nobody waits for it
  ++exchange.inboxes[to].arrived[round];
  exchange.inboxes[to].path[round] = std::move(path);
  exchange.changed.notify_all();
}

Weights mixed(const Exchange& exchange, std::size_t self, std::size_t round, const Weights& own) {
  std::vector<Weights> models{own};
  std::vector<double> samples{static_cast<double>(exchange.world.application.parts[self].size())};
  const auto& inbox = exchange.inboxes[self].models[round];
  for (std::size_t sender = 0; sender < inbox.size(); ++sender) {
    if (inbox[sender] == nullptr) continue;
    models.push_back(inbox[sender]);
    samples.push_back(static_cast<double>(exchange.world.application.parts[sender].size()));
  }
  return mix(models, exchange.policy.weights(samples));
}

void finish_round(Exchange& exchange, std::size_t self, std::size_t round, const Weights& weights,
                  const models::Exposure& path) {
  exchange.finished[round][self] = weights;
  if (++exchange.finished_count[round] < exchange.finished[round].size()) return;
  const int number = static_cast<int>(round);
  exchange.log.add(number, number * exchange.plan.local_passes, exchange.finished[round], path);
}

Task<void> live(Exchange& exchange, std::size_t self, Weights weights) {
  World& world = exchange.world;
  Usage usage;
  for (int number = 1; number <= exchange.rounds; ++number) {
    const auto round = static_cast<std::size_t>(number);
    Weights own = co_await train_locally(world, exchange.plan, self, number, weights, usage);
    std::vector<Task<void>> sends;
    for (const std::size_t to : exchange.plan.sends_to[self]) {
      sends.push_back(deliver(exchange, self, to, round, own, usage.path));
    }
    co_await all(world.engine, std::move(sends));
    while (exchange.inboxes[self].arrived[round] < exchange.expected[self]) {
      co_await exchange.changed.wait();
      usage.path = exchange.inboxes[self].path[round];
    }
    weights = mixed(exchange, self, round, own);
    finish_round(exchange, self, round, weights, usage.path);
  }
}

}  // namespace

Task<void> train_gossip(World& world, const TrainingPolicy& policy, const TrainingPlan& plan, RoundLog& log,
                        Trained& result) {
  const std::size_t n = world.application.devices.size();
  result.out_of_memory = nobody_can_train(world, plan);
  Exchange exchange(world, policy, plan, log, world.application.sgd.epochs / plan.local_passes);
  const Weights start = initial_weights(world);
  log.add(0, 0, {start});
  std::vector<Task<void>> devices;
  for (std::size_t i = 0; i < n; ++i) devices.push_back(live(exchange, i, start));
  co_await all(world.engine, std::move(devices));
  result.own = exchange.rounds > 0 ? exchange.finished[static_cast<std::size_t>(exchange.rounds)]
                                   : std::vector<Weights>(n, start);
}

}  // namespace lastmile::policies
