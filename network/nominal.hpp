// What a planner may assume of an idle network: the time of a message from configured rates and delays.
// The same figures whatever the backend, so that a decision does not depend on it. C++17-clean.
#pragma once

#include <vector>

#include "network/routes.hpp"
#include "network/topology.hpp"

namespace lastmile::network {

class NominalTimes {
 public:
  explicit NominalTimes(const Topology& topology);
  /// Sum over the route of size over the link's nominal goodput plus its delay (store and forward of
  /// whole messages is not assumed: the slowest link counts once, delays add up).
  [[nodiscard]] Duration time(NodeId from, NodeId to, Bytes size) const;
  /// Goodput of the slowest link of the route.
  [[nodiscard]] ByteRate rate(NodeId from, NodeId to) const;

 private:
  const Topology& topology_;
  Routes routes_;
};

}  // namespace lastmile::network
