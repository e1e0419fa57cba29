#include "network/mobility/outages.hpp"

#include <algorithm>

namespace lastmile::network {

OutageTimes::OutageTimes(const Topology& topology) : windows_(topology.links.size()) {
  std::vector<Outage> sorted = topology.outages;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Outage& a, const Outage& b) { return a.from < b.from; });
  for (const Outage& outage : sorted) add(outage);
}

void OutageTimes::add(const Outage& outage) {
  if (outage.length <= Duration(0)) return;
  std::vector<Window>& known = windows_.at(outage.link);
  const Window window{outage.from, outage.from + outage.length};
  if (known.empty() || window.from > known.back().to) known.push_back(window);
  else known.back().to = std::max(known.back().to, window.to);
}

bool OutageTimes::out(LinkIndex link, SimTime time) const {
  for (const Window& window : windows_[link]) {
    if (window.from <= time && time < window.to) return true;
  }
  return false;
}

SimTime OutageTimes::next_change(LinkIndex link, SimTime time) const {
  for (const Window& window : windows_[link]) {
    if (window.from > time) return window.from;
    if (window.to > time) return window.to;
  }
  return kNever;
}

}  // namespace lastmile::network
