// What a planner may assume of an idle network: the time of a message from configured rates, distances
// and delays, by the fluid backend's formulae. The same figures whatever backend moves the bytes, so that
// a decision does not depend on it. C++17-clean.
#pragma once

#include <memory>

#include "network/topology.hpp"
#include "sim/engine.hpp"

namespace lastmile::network {

class NominalTimes {
 public:
  NominalTimes(Engine& engine, const Topology& topology);
  ~NominalTimes();
  NominalTimes(const NominalTimes&) = delete;
  NominalTimes& operator=(const NominalTimes&) = delete;
  /// Of one message on an open, warm connection. Zero from a node to itself.
  [[nodiscard]] Duration time(NodeId from, NodeId to, Bytes size) const;
  /// Goodput of the slowest hop of the route, alone.
  [[nodiscard]] ByteRate rate(NodeId from, NodeId to) const;

 private:
  struct Model;
  std::unique_ptr<Model> model_;
};

}  // namespace lastmile::network
