// The last message of each ordered pair that arrived: what an application has seen of the network.
#pragma once

#include <unordered_map>

#include "network/network.hpp"

namespace lastmile::network {

class History {
 public:
  void add(NodeId from, NodeId to, const Outcome& outcome) {
    last_[key(from, to)] = {outcome.delivered, outcome.finished - outcome.started, outcome.finished};
  }
  [[nodiscard]] LastTransfer of(NodeId from, NodeId to) const {
    const auto found = last_.find(key(from, to));
    return found == last_.end() ? LastTransfer() : found->second;
  }

 private:
  static std::uint64_t key(NodeId from, NodeId to) { return (std::uint64_t{from} << 32) | to; }
  std::unordered_map<std::uint64_t, LastTransfer> last_;  // only looked up, never walked
};

}  // namespace lastmile::network
