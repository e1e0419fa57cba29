#include "network/service/priorities.hpp"

#include <algorithm>

namespace lastmile::network {

bool Priorities::is_highest(NodeId sender, const Lane& lane, int priority) const {
  if (ordinary_[sender] > 0 && priority < 0) return false;
  return lane.under_way.empty() || lane.under_way.rbegin()->first <= priority;
}

bool Priorities::enter(NodeId sender, int priority, Index message) {
  if (priority == 0) {
    ++ordinary_[sender];
    if (lanes_.empty()) return true;
  } else {
    ++lanes_[sender].under_way[priority];
  }
  const auto found = lanes_.find(sender);
  if (found == lanes_.end() || is_highest(sender, found->second, priority)) return true;
  found->second.waiting.emplace_back(priority, message);
  return false;
}

void Priorities::leave(NodeId sender, int priority, Index message, std::vector<Index>& freed) {
  freed.clear();
  if (priority == 0) --ordinary_[sender];
  if (lanes_.empty()) return;
  const auto found = lanes_.find(sender);
  if (found == lanes_.end()) return;
  Lane& lane = found->second;
  if (priority != 0 && --lane.under_way[priority] == 0) lane.under_way.erase(priority);
  auto& waiting = lane.waiting;
  waiting.erase(std::remove(waiting.begin(), waiting.end(), std::make_pair(priority, message)),
                waiting.end());
  for (const auto& [of, index] : waiting) {
    if (is_highest(sender, lane, of)) freed.push_back(index);
  }
  const auto goes = [&](const auto& entry) { return is_highest(sender, lane, entry.first); };
  waiting.erase(std::remove_if(waiting.begin(), waiting.end(), goes), waiting.end());
}

}  // namespace lastmile::network
