// Who of a sender's messages has to wait: those of a lower priority than any other of its messages under
// way. Nothing under way is stopped; messages of one priority go in the order in which they came.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <utility>
#include <vector>

#include "network/network.hpp"

namespace lastmile::network {

class Priorities {
 public:
  using Index = std::uint32_t;  ///< whatever the caller calls the message

  explicit Priorities(std::size_t nodes) : ordinary_(nodes, 0) {}
  /// False: it waits until leave() of another one names it.
  bool enter(NodeId sender, int priority, Index message);
  /// The message has ended, waiting or not; `freed` gets those that may go now.
  void leave(NodeId sender, int priority, Index message, std::vector<Index>& freed);

 private:
  struct Lane {
    std::map<int, std::uint32_t> under_way;           // priorities but 0; those that wait included
    std::deque<std::pair<int, Index>> waiting;        // in the order in which they came
  };

  [[nodiscard]] bool is_highest(NodeId sender, const Lane& lane, int priority) const;

  std::vector<std::uint32_t> ordinary_;  // messages of priority 0 under way, by sender
  std::map<NodeId, Lane> lanes_;         // of senders that have used another priority
};

}  // namespace lastmile::network
