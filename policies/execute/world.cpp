#include "policies/execute/world.hpp"

#include <algorithm>

#include "network/await.hpp"
#include "policies/execute/tables.hpp"

namespace lastmile::policies {
namespace {
constexpr Duration kAskAgain = std::chrono::seconds(1);  // a node that is away

// It took that long instead; the cost model's errors grow with it.
void stretch(models::Drawn& work, Duration took) {
  if (work.time > Duration(0)) work.exposure *= to_seconds(took) / to_seconds(work.time);
  work.time = took;
}

}  // namespace

std::vector<Column> label_columns() {
  return {{"strategy", ColumnType::text, "", "name of the strategy"},
          {"level", ColumnType::integer, "1", "level of edge intelligence, -1: none"},
          {"seed", ColumnType::integer, "1", "seed of the run"},
          {"network", ColumnType::text, "", "network backend"}};
}

Row label_cells(const RunLabels& labels) { return {labels.strategy, labels.level, labels.seed, labels.network}; }

Computer::Computer(Engine& engine, const models::DeviceProfile& p)
    : profile(&p), processor(&p.processor()),
      queue(engine, processor->sharing ? static_cast<std::size_t>(processor->sharing->jobs) : 1) {
  if (p.thermal || processor->sharing) jobs = std::make_unique<RunningJobs>(engine, p, *processor);
}

World::World(Engine& engine_, network::Network& network_, const network::Topology& topology_,
             Application application_, const models::CostModel& cost_model_, const models::RadioLibrary& radios_,
             Recorder& recorder_, RunLabels labels_)
    : engine(engine_), network(network_), topology(topology_), application(std::move(application_)),
      cost_model(cost_model_), sampler(cost_model_, engine_.random("cost")), radios(radios_),
      recorder(recorder_), labels(std::move(labels_)), routes(topology_), radio_profiles(radios_, topology_),
      accounts(topology_.nodes.size()),
      computers_(topology_.nodes.size()), radio_at_start_(topology_.nodes.size()) {
  declare_tables(recorder);
}

void World::add_computer(network::NodeId node, const models::DeviceProfile& profile) {
  computers_[node] = std::make_unique<Computer>(engine, profile);
}

Computer& World::computer(network::NodeId node) {
  return const_cast<Computer&>(static_cast<const World&>(*this).computer(node));
}

const Computer& World::computer(network::NodeId node) const {
  if (computers_[node] == nullptr) {
    throw ConfigError("node '" + topology.nodes[node].name + "' computes nothing: it has no device profile");
  }
  return *computers_[node];
}

void World::set_battery(network::NodeId node, Joules capacity) {
  SIM_CHECK(capacity > Joules(0), "a battery without energy");
  batteries_[node] = {capacity, std::nullopt};
}

bool World::alive(network::NodeId node) {
  const auto found = batteries_.find(node);
  if (found == batteries_.end()) return true;
  Battery& battery = found->second;
  if (!battery.empty_since && used(node) >= battery.capacity) {
    battery.empty_since = engine.now();
    network.set_up(node, false);
  }
  return !battery.empty_since;
}

Joules World::used(network::NodeId node) const {
  const Joules radio = radio_profiles.joules(node, network.view().radio_activity(node));
  if (!computes(node)) return radio;
  return radio + compute_joules(*this, node, Phase::training) + compute_joules(*this, node, Phase::inference) +
         models::idle_energy(*computer(node).profile, engine.now() - kTimeZero);
}

Task<bool> World::compute(network::NodeId node, models::Drawn work, Usage& usage, models::Demand demand,
                          Branch* branch) {
  Branch nobodys;
  Branch& steps = branch != nullptr ? *branch : nobodys;
  const SimTime asked = engine.now();
  Computer& here = computer(node);
  Lease lease = co_await here.queue.acquire();
  usage.queued += engine.now() - asked;
  if (spans) spans->queued(steps, node, asked);
  if (engine.now() > asked) usage.path = here.departure;
  if (!alive(node)) co_return false;
  const SimTime begun = engine.now();
  if (here.jobs == nullptr) {
    co_await delay(engine, work.time);
  } else {
    co_await here.jobs->run(work.time, demand);
    stretch(work, engine.now() - begun);
  }
  usage.computing += work.time;
  usage.path += work.exposure;
  here.departure = usage.path;
  const auto phase = static_cast<std::size_t>(phase_);
  accounts[node].busy[phase] += work.time;
  accounts[node].exposure[phase] += work.exposure;
  accounts[node].work[phase] += work.work;
  if (spans) spans->computed(steps, node, begun, work.work);
  co_return alive(node);
}

// A battery may have run out before, and does not hinder what arrives while it runs out.
Task<network::Outcome> World::attempt(network::NodeId from, network::NodeId to, Bytes size, Purpose purpose,
                                      Branch* branch) {
  alive(from);
  alive(to);
  const network::Transfer what(from, to, size);
  Branch nobodys;
  Spans::Message message;
  if (spans) message = spans->begin(from, to);
  const network::Outcome outcome = co_await network::transfer(network, what);
  if (outcome.ok) accounts[from].sent[static_cast<std::size_t>(purpose)] += size;
  record_transfer(*this, what, purpose, outcome);
  if (spans) spans->ended(branch != nullptr ? *branch : nobodys, message, size, purpose, outcome.queued);
  alive(from);
  alive(to);
  co_return outcome;
}

Task<bool> World::send(network::NodeId from, network::NodeId to, Bytes size, Purpose purpose, Branch* branch) {
  if (from == to || size.value() < 1) co_return true;
  const network::Outcome outcome = co_await attempt(from, to, size, purpose, branch);
  co_return outcome.ok;
}

Task<bool> World::deliver(network::NodeId from, network::NodeId to, Bytes size, Purpose purpose) {
  if (from == to || size.value() < 1) co_return true;
  while (true) {
    const network::Outcome outcome = co_await attempt(from, to, size, purpose);
    if (outcome.ok) co_return true;
    if (!alive(from) || !alive(to)) co_return false;
    if (outcome.why == network::Failure::node_down) co_await delay(engine, kAskAgain);
  }
}

bool World::crosses_wan(network::NodeId from, network::NodeId to) const {
  for (const network::Hop& hop : routes.between(from, to)) {
    const auto* wire = std::get_if<network::WiredLink>(&topology.links[hop.link]);
    if (wire != nullptr && wire->wan) return true;
  }
  return false;
}

void World::close_phase() {
  const auto index = static_cast<std::size_t>(phase_);
  for (network::NodeId node = 0; node < accounts.size(); ++node) {
    const network::RadioActivity now = network.view().radio_activity(node);
    accounts[node].radio[index] = now - radio_at_start_[node];
    radio_at_start_[node] = now;
  }
  phase_length_[index] = engine.now() - phase_start_;
  phase_start_ = engine.now();
  phase_ = Phase::inference;
}

bool World::take_memory(network::NodeId node, const models::MemoryNeed& need) {
  NodeAccount& account = accounts[node];
  if (!models::fits(*computer(node).profile, need)) {
    account.out_of_memory = true;
    return false;
  }
  account.peak_memory = std::max(account.peak_memory, need.total());
  return true;
}

Joules compute_joules(const World& world, network::NodeId node, Phase phase) {
  if (!world.computes(node)) return Joules(0);
  const Computer& computer = world.computer(node);
  return models::compute_energy(*computer.profile, *computer.processor,
                                world.accounts[node].busy[static_cast<std::size_t>(phase)],
                                world.accounts[node].work[static_cast<std::size_t>(phase)]);
}

Joules compute_standard_error(const World& world, network::NodeId node, Phase phase) {
  if (!world.computes(node)) return Joules(0);
  const Computer& computer = world.computer(node);
  const auto index = static_cast<std::size_t>(phase);
  return models::compute_energy(*computer.profile, *computer.processor,
                                seconds(world.accounts[node].exposure[index].standard_error_s()));
}

Joules radio_joules(const World& world, network::NodeId node, Phase phase) {
  return world.radio_profiles.joules(node, world.accounts[node].radio[static_cast<std::size_t>(phase)]);
}

}  // namespace lastmile::policies
