#include "network/ns3/backend.hpp"

#include <ns3/rng-seed-manager.h>
#include <ns3/simulator.h>

#include <map>

#include "network/ns3/datagram_burst.hpp"
#include "network/ns3/defaults.hpp"
#include "network/ns3/engine_simulator.hpp"
#include "network/ns3/message_stream.hpp"
#include "network/ns3/multicast.hpp"
#include "network/ns3/records.hpp"
#include "network/ns3/world.hpp"
#include "network/nominal.hpp"

namespace lastmile::network {
namespace {

constexpr Duration kAssociationLimit = std::chrono::seconds(20);
constexpr Duration kSettle = std::chrono::milliseconds(1);  // MAC-level acknowledgements still in the air
constexpr std::uint16_t kFirstStreamPort = 10000;
constexpr std::uint16_t kFirstDatagramPort = 30000;

[[noreturn]] void throw_out_of_reach(const World& world) {
  std::string who;
  for (const World::Ready& one : world.ready) {
    if (!one.is()) who += (who.empty() ? "" : "; ") + one.who;
  }
  throw ConfigError(who + ": out of reach of every access point or cell");
}

class Ns3Network final : public Network, private View {
 public:
  Ns3Network(Engine& engine, const Topology& topology, const Ns3Options& options);
  ~Ns3Network() override;

  TransferId start(const Transfer& transfer, Completion completion) override;
  void cancel(TransferId id) override;
  TransferId multicast(const Multicast& what, MulticastCompletion completion) override;
  [[nodiscard]] const View& view() const override { return *this; }
  [[nodiscard]] Ns3Counters counters() const {
    std::uint64_t roams = 0;
    for (const auto& count : world_->roams) roams += count();
    return {session_->GetEventCount(), roams, session_->frozen_total()};
  }

 private:
  using Pair = std::pair<NodeId, NodeId>;
  struct Active {
    Transfer what;
    Completion completion;
    SimTime started;
    EventId fires;       // once it has ended
    bool counts = true;  // on the links of its route
  };

  [[nodiscard]] Duration nominal_time(NodeId from, NodeId to, Bytes size) const override {
    return nominal_.time(from, to, size);
  }
  [[nodiscard]] RadioActivity radio_activity(NodeId node) const override;
  [[nodiscard]] LinkUse link_use(LinkIndex link) const override { return {carried_[link]}; }
  [[nodiscard]] std::size_t in_flight() const override { return active_.size(); }

  MessageStream& stream(const Pair& pair);
  TransferId begin(const Transfer& transfer, Completion completion, bool counts = true);
  std::unique_ptr<DatagramBurst> burst(const Transfer& transfer, DatagramBurst::Ended ended);
  Multicasts::Host multicast_host();
  void ended(TransferId id, bool ok, std::uint64_t bytes);
  void count(const Transfer& transfer, Bytes delivered);
  [[nodiscard]] bool settled() const;
  void try_to_freeze();
  void follow_series();
  void wake();

  Engine& engine_;
  Ns3Options options_;
  Topology topology_;
  EngineSimulator::Session session_;
  std::unique_ptr<World> world_;
  NominalTimes nominal_;
  std::map<Pair, std::unique_ptr<MessageStream>> streams_;
  std::map<TransferId, std::unique_ptr<DatagramBurst>> bursts_;
  std::map<TransferId, Active> active_;
  std::unique_ptr<Multicasts> multicasts_;
  std::vector<Bytes> carried_;
  std::vector<RadioActivity> cell_bytes_;
  TransferId last_id_ = 0;
  std::uint16_t next_datagram_port_ = kFirstDatagramPort;
  EventId freeze_check_, series_step_;
};

Ns3Network::Ns3Network(Engine& engine, const Topology& topology, const Ns3Options& options)
    : engine_(engine), options_(options), topology_(topology), session_(engine), nominal_(engine, topology_),
      carried_(topology.links.size()), cell_bytes_(topology.nodes.size()) {
  set_ns3_defaults(topology_.congestion);
  ns3::RngSeedManager::SetSeed(1);
  ns3::RngSeedManager::SetRun(engine.seed());
  world_ = build_world(engine_, topology_);
  if (options_.records) world_->records = std::make_shared<Records>(engine_);
  multicasts_ = std::make_unique<Multicasts>(*world_, multicast_host());
  const auto ready = [this] {
    for (const World::Ready& one : world_->ready) {
      if (!one.is()) return false;
    }
    return true;
  };
  if (!session_->warm_up(ready, kAssociationLimit)) throw_out_of_reach(*world_);
  const ns3::Time greeted = greet_neighbours(*world_);
  session_->warm_up([greeted] { return ns3::Simulator::Now() >= greeted; }, kAssociationLimit);
  for (Airtime& airtime : world_->airtime) airtime = Airtime{};
  if (!options_.pcap.empty()) capture(*world_, options_.pcap);
  if (options_.frozen) session_->freeze();
}

Ns3Network::~Ns3Network() {
  engine_.cancel(freeze_check_);
  engine_.cancel(series_step_);
  for (auto& [id, active] : active_) engine_.cancel(active.fires);
  multicasts_->clear();
  streams_.clear();
  bursts_.clear();
}

TransferId Ns3Network::begin(const Transfer& transfer, Completion completion, bool counts) {
  active_.emplace(++last_id_, Active{transfer, std::move(completion), engine_.now(), EventId(), counts});
  return last_id_;
}

TransferId Ns3Network::start(const Transfer& transfer, Completion completion) {
  SIM_CHECK(transfer.size.value() >= 1, "transfer of less than one byte");
  const TransferId id = begin(transfer, std::move(completion));
  const auto bytes = static_cast<std::uint64_t>(transfer.size.value());
  if (transfer.from == transfer.to) {
    ended(id, true, bytes);
    return id;
  }
  if (!engine_.pending(series_step_)) follow_series();
  for (const auto& stir : world_->stir) stir();
  wake();
  const auto all_sent = [this, id](std::uint64_t delivered) { ended(id, true, delivered); };
  if (transfer.transport == Transport::udp) {
    bursts_[id] = burst(transfer, all_sent);
    if (world_->records != nullptr) bursts_[id]->mark(id);
  } else {
    stream({transfer.from, transfer.to}).send(id, bytes);
  }
  return id;
}

void Ns3Network::wake() {
  if (!session_->frozen()) return;
  session_->thaw(world_->radio_period);
  for (const auto& woken : world_->woken) woken();
}

MessageStream& Ns3Network::stream(const Pair& pair) {
  std::unique_ptr<MessageStream>& known = streams_[pair];
  if (known == nullptr) {
    const auto port = static_cast<std::uint16_t>(kFirstStreamPort + pair.first);
    known = std::make_unique<MessageStream>(
        world_->nodes.Get(pair.first), world_->nodes.Get(pair.second), world_->address(pair.first, pair.second),
        port, [this](TransferId id, bool ok, std::uint64_t bytes) { ended(id, ok, bytes); });
    known->record(world_->records.get());
  }
  return *known;
}

std::unique_ptr<DatagramBurst> Ns3Network::burst(const Transfer& transfer, DatagramBurst::Ended ended) {
  const std::uint16_t port = next_datagram_port_++;
  if (next_datagram_port_ == 65535) next_datagram_port_ = kFirstDatagramPort;
  return std::make_unique<DatagramBurst>(
      world_->nodes.Get(transfer.from), world_->nodes.Get(transfer.to),
      world_->address(transfer.from, transfer.to), port, static_cast<std::uint64_t>(transfer.size.value()),
      nominal_.rate(transfer.from, transfer.to), std::move(ended));
}

TransferId Ns3Network::multicast(const Multicast& what, MulticastCompletion completion) {
  const TransferId id = ++last_id_;
  wake();
  if (multicasts_->start(id, what, std::move(completion))) return id;
  try_to_freeze();
  return kNoTransfer;
}

Multicasts::Host Ns3Network::multicast_host() {
  Multicasts::Host host;
  host.begin = [this](const Transfer& transfer, Completion completion, bool counts) {
    return begin(transfer, std::move(completion), counts);
  };
  host.ended = [this](TransferId id, std::uint64_t delivered) { ended(id, true, delivered); };
  host.start = [this](const Transfer& what, Completion completion) { return start(what, std::move(completion)); };
  host.cancel = [this](TransferId id) { cancel(id); };
  host.burst = [this](const Transfer& what, DatagramBurst::Ended all) { return burst(what, std::move(all)); };
  return host;
}

// Called from inside an ns-3 event (or start): the completion follows as an event of the engine.
void Ns3Network::ended(TransferId id, bool ok, std::uint64_t bytes) {
  const auto delivered = Bytes(static_cast<double>(bytes));
  Active& active = active_.at(id);
  if (active.counts) count(active.what, delivered);
  active.fires = engine_.after(Duration(0), [this, id, ok, delivered] {
    bursts_.erase(id);
    const auto node = active_.extract(id);
    Outcome outcome;
    outcome.ok = ok;
    outcome.delivered = delivered;
    outcome.started = node.mapped().started;
    outcome.finished = engine_.now();
    if (world_->records != nullptr) world_->records->close(id, outcome);
    node.mapped().completion(outcome);
    try_to_freeze();
  }, Priority::completion);
}

void Ns3Network::cancel(TransferId id) {
  if (multicasts_->cancel(id)) return;
  const auto found = active_.find(id);
  if (found == active_.end()) return;
  engine_.cancel(found->second.fires);
  if (found->second.what.transport == Transport::tcp && found->second.what.from != found->second.what.to) {
    stream({found->second.what.from, found->second.what.to}).cancel(id);
  }
  bursts_.erase(id);
  if (world_->records != nullptr) world_->records->forget(id);
  active_.erase(found);
  try_to_freeze();
}

void Ns3Network::count(const Transfer& transfer, Bytes delivered) {
  for (const Hop& hop : world_->routes.between(transfer.from, transfer.to)) {
    carried_[hop.link] += delivered;
    RadioActivity& from = cell_bytes_[hop.from];
    RadioActivity& to = cell_bytes_[hop.to];
    if (std::holds_alternative<LteLink>(topology_.links[hop.link])) {
      from.lte_sent += delivered;
      to.lte_received += delivered;
    } else if (std::holds_alternative<NrLink>(topology_.links[hop.link])) {
      from.nr_sent += delivered;
      to.nr_received += delivered;
    }
  }
}

RadioActivity Ns3Network::radio_activity(NodeId node) const {
  RadioActivity activity = cell_bytes_[node];
  activity.wifi_transmit = Duration(world_->airtime[node].transmit_ns);
  activity.wifi_receive = Duration(world_->airtime[node].receive_ns);
  return activity;
}

bool Ns3Network::settled() const {
  if (!active_.empty()) return false;
  for (const auto& [pair, stream] : streams_) {
    if (!stream->idle()) return false;
  }
  // Each is asked: they look at their queues when asked.
  bool rest = true;
  for (const auto& at_rest : world_->at_rest) rest = at_rest() && rest;
  return rest;
}

// Recorded links follow their series only while something is in flight.
void Ns3Network::follow_series() {
  SimTime next = kNever;
  for (const auto& apply : world_->series) next = std::min(next, apply(engine_.now()));
  if (next == kNever) return;
  series_step_ = engine_.at(next, [this] {
    if (!active_.empty()) follow_series();
  });
}

// Looks again every settle time until the last acknowledgement is in; the looking ends when a transfer
// starts, and starts again when it has ended.
void Ns3Network::try_to_freeze() {
  if (!options_.frozen || !active_.empty()) return;
  engine_.cancel(freeze_check_);
  freeze_check_ = engine_.after(kSettle, [this] {
    if (settled()) session_->freeze();
    else try_to_freeze();
  });
}

}  // namespace

std::unique_ptr<Network> make_ns3(Engine& engine, const Topology& topology, const Ns3Options& options) {
  return std::make_unique<Ns3Network>(engine, topology, options);
}

Ns3Counters ns3_counters(const Network& network) {
  const auto* backend = dynamic_cast<const Ns3Network*>(&network.backend());
  return backend == nullptr ? Ns3Counters{} : backend->counters();
}

}  // namespace lastmile::network
