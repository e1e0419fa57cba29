// A backend with a clock and nothing else, to see what the service makes of it: every message takes
// delay + size / rate; of udp and of raw multicasts each datagram is lost with a probability.
#pragma once

#include <algorithm>
#include <map>
#include <memory>

#include "network/service/service.hpp"

namespace lastmile::network {

class FakeBackend final : public Network, private View {
 public:
  explicit FakeBackend(Engine& engine) : engine_(engine), draw_(engine.random("fake")) {}

  TransferId start(const Transfer& what, Completion completion) override {
    Outcome outcome;
    outcome.delivered = what.transport == Transport::udp ? survivors(what.size) : what.size;
    ++started;
    (what.transport == Transport::udp ? udp_bytes : tcp_bytes) += what.size.value();
    const SimTime begin = engine_.now();
    const TransferId id = ++last_;
    pending_[id] = engine_.after(time(what), [this, id, outcome, begin, then = std::move(completion)] {
      pending_.erase(id);
      then(ended(outcome, begin));
    }, Priority::completion);
    return id;
  }
  void cancel(TransferId id) override {
    const auto found = pending_.find(id);
    if (found == pending_.end()) return;
    engine_.cancel(found->second);
    pending_.erase(found);
    ++cancelled;
  }
  TransferId multicast(const Multicast& what, MulticastCompletion completion) override {
    if (!can_multicast) return kNoTransfer;
    std::vector<Outcome> outcomes;
    for (std::size_t i = 0; i < what.to.size(); ++i) {
      Outcome o;
      o.delivered = survivors(what.size);
      outcomes.push_back(o);
    }
    ++multicasts;
    const SimTime begin = engine_.now();
    const TransferId id = ++last_;
    pending_[id] = engine_.after(
        time(Transfer(what.from, what.to[0], what.size)),
        [this, id, outcomes, begin, then = std::move(completion)]() mutable {
          pending_.erase(id);
          for (Outcome& o : outcomes) o = ended(o, begin);
          then(outcomes);
        }, Priority::completion);
    return id;
  }
  const View& view() const override { return *this; }

  double loss = 0;
  double rate = 1e6;                              ///< bytes per second
  Duration delay = std::chrono::milliseconds(10);
  bool can_multicast = true;
  std::size_t started = 0, cancelled = 0, multicasts = 0;
  double udp_bytes = 0, tcp_bytes = 0;

 private:
  [[nodiscard]] Duration time(const Transfer& what) const {
    return what.from == what.to ? Duration(0) : delay + seconds(what.size.value() / rate);
  }
  [[nodiscard]] Outcome ended(Outcome outcome, SimTime begin) const {
    outcome.started = begin;
    outcome.finished = engine_.now();
    return outcome;
  }
  Bytes survivors(Bytes size) {
    double left = size.value(), arrived = 0;
    for (; left > 0; left -= 1000) {
      if (draw_.uniform() >= loss) arrived += std::min(left, 1000.0);
    }
    return Bytes(arrived);
  }
  Duration nominal_time(NodeId from, NodeId to, Bytes size) const override {
    return time(Transfer(from, to, size));
  }
  RadioActivity radio_activity(NodeId) const override { return {}; }
  LinkUse link_use(LinkIndex) const override { return {}; }
  std::size_t in_flight() const override { return pending_.size(); }

  Engine& engine_;
  RandomStream draw_;
  std::map<TransferId, EventId> pending_;
  TransferId last_ = 0;
};

/// A service on the fake backend, and what became of every message.
struct FakeWorld {
  explicit FakeWorld(Topology t, std::uint64_t seed = 1) : engine(seed), topology(std::move(t)) {
    auto made = std::make_unique<FakeBackend>(engine);
    fake = made.get();
    service = std::make_unique<Service>(engine, topology, std::move(made));
  }
  TransferId send(const Transfer& what) {
    const std::size_t slot = outcomes.size();
    outcomes.emplace_back();
    calls.push_back(0);
    starting = true;
    const TransferId id = service->start(what, [this, slot](const Outcome& o) {
      REQUIRE_FALSE(starting);
      CHECK(o.finished == engine.now());
      ++calls[slot];
      outcomes[slot] = o;
      order.push_back(slot);
    });
    starting = false;
    return id;
  }
  TransferId send(NodeId from, NodeId to, double bytes, int priority = 0, Duration deadline = {}) {
    Transfer what(from, to, Bytes(bytes));
    what.priority = priority;
    what.deadline = deadline;
    return send(what);
  }
  [[nodiscard]] double finished_s(std::size_t slot) const { return to_seconds(outcomes[slot].finished); }

  Engine engine;
  Topology topology;
  FakeBackend* fake = nullptr;
  std::unique_ptr<Service> service;
  std::vector<Outcome> outcomes;
  std::vector<int> calls;            ///< of each completion
  std::vector<std::size_t> order;    ///< in which they came
  bool starting = false;
};

/// a, b, c, ... in a row, joined by wires.
inline Topology row_of(std::size_t nodes) {
  Topology t;
  for (std::size_t i = 0; i < nodes; ++i) {
    t.nodes.push_back({std::string(1, static_cast<char>('a' + i)), {}});
    if (i == 0) continue;
    WiredLink wire;
    wire.name = "wire" + std::to_string(i);
    wire.a = static_cast<NodeId>(i - 1), wire.b = static_cast<NodeId>(i);
    wire.rate = ByteRate(1e6);
    t.links.push_back(wire);
  }
  return t;
}

}  // namespace lastmile::network
