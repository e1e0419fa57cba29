// Who sends next on a shared radio channel: senders in turn, each sender's pieces in order. One turn
// is one exchange (a PPDU, its acknowledgement, and TCP's back), as on the air, where a station that
// has won sends all that it may and then contends again. Sharing the channel at once, as the flows of
// a wire do, would make short messages under load wait nearly twice as long.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>

#include "sim/units.hpp"

namespace lastmile::network::fluid {

class AirTurns {
 public:
  using Sender = std::uint32_t;
  using Item = std::uint32_t;

  /// What is on the air now.
  struct Turn {
    bool held = false;
    Sender sender = 0;
    std::uint32_t path = 0;
    SimTime start{};
    double sent = 0;  ///< payload of the turn's pieces so far, the one under way included
  };

  /// `first`: before the sender's other pieces, which were there later.
  void ask(Sender sender, Item item, bool first) {
    std::deque<Item>& items = of(sender);
    first ? items.push_front(item) : items.push_back(item);
  }
  void withdraw(Sender sender, Item item) {
    const auto found = find(sender);
    auto& items = found->items;
    items.erase(std::find(items.begin(), items.end(), item));
    if (items.empty()) waiting_.erase(found);
  }
  [[nodiscard]] bool idle() const { return waiting_.empty(); }
  /// How many others compete with the one whose turn it is.
  [[nodiscard]] std::size_t others() const {
    return waiting_.size() - (next_of(turn.sender) == nullptr ? 0 : 1);
  }
  /// The next piece of the sender; nothing when it has none.
  [[nodiscard]] const Item* next_of(Sender sender) const {
    for (const Contender& c : waiting_) {
      if (c.sender == sender) return &c.items.front();
    }
    return nullptr;
  }
  /// The first sender's first piece; the sender goes to the end. REQUIRES: not idle.
  Item take() {
    Contender contender = std::move(waiting_.front());
    waiting_.pop_front();
    const Item item = contender.items.front();
    contender.items.pop_front();
    turn.sender = contender.sender;
    if (!contender.items.empty()) waiting_.push_back(std::move(contender));
    return item;
  }

  Turn turn;

 private:
  struct Contender {
    Sender sender;
    std::deque<Item> items;
  };
  std::deque<Contender>::iterator find(Sender sender) {
    return std::find_if(waiting_.begin(), waiting_.end(),
                        [sender](const Contender& c) { return c.sender == sender; });
  }
  std::deque<Item>& of(Sender sender) {
    const auto found = find(sender);
    if (found != waiting_.end()) return found->items;
    waiting_.push_back({sender, {}});
    return waiting_.back().items;
  }

  std::deque<Contender> waiting_;
};

}  // namespace lastmile::network::fluid
