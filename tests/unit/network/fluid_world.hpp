// A fluid network with what it delivered and when, for tests.
#pragma once

#include <doctest/doctest.h>

#include "network/fluid/fluid.hpp"

namespace lastmile::network {

struct FluidWorld {
  explicit FluidWorld(const Topology& t, FluidOptions options = {}) : net(make_fluid(engine, t, options)) {}
  std::size_t send(NodeId from, NodeId to, double bytes, Transport how = Transport::udp) {
    const std::size_t slot = outcomes.size();
    outcomes.emplace_back();
    ends_s.push_back(-1);
    ids.push_back(net->start(Transfer(from, to, Bytes(bytes), how), [this, slot](const Outcome& o) {
      CHECK(ends_s[slot] == -1);  // exactly once
      ends_s[slot] = to_seconds(o.finished);
      outcomes[slot] = o;
    }));
    return slot;
  }
  void send_at(Duration when, NodeId from, NodeId to, double bytes, Transport how = Transport::udp) {
    engine.at(SimTime(when), [=, this] { send(from, to, bytes, how); });
  }
  Engine engine;
  std::unique_ptr<Network> net;
  std::vector<double> ends_s;
  std::vector<Outcome> outcomes;
  std::vector<TransferId> ids;
};

}  // namespace lastmile::network
