// When each link is out, on the engine's clock: from <= t < from + length. The same on every backend.
// Outages of one link may overlap; together they are one. C++17-clean.
#pragma once

#include <vector>

#include "network/topology.hpp"

namespace lastmile::network {

class OutageTimes {
 public:
  explicit OutageTimes(const Topology& topology);
  [[nodiscard]] bool any(LinkIndex link) const { return !windows_[link].empty(); }
  [[nodiscard]] bool out(LinkIndex link, SimTime time) const;
  /// The first time after this one at which the link goes out or comes back; kNever: it stays as it is.
  [[nodiscard]] SimTime next_change(LinkIndex link, SimTime time) const;

 private:
  struct Window {
    SimTime from, to;
  };
  void add(const Outage& outage);

  std::vector<std::vector<Window>> windows_;  // by link; apart and in order
};

}  // namespace lastmile::network
