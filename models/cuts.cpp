#include "models/cuts.hpp"

namespace lastmile::models {

std::vector<Cut> cuts(const Graph& graph) {
  const std::size_t size = graph.size();
  std::vector<std::vector<LayerId>> ends(size);  // by layer: whose output it is the last to read
  for (LayerId id = 0; id < size; ++id) {
    const std::vector<LayerId> readers = graph.consumers(id);
    if (!readers.empty()) ends[readers.back()].push_back(id);
  }
  std::vector<Cut> all;
  Cut now;
  for (LayerId id = 0; id + 1 < size; ++id) {
    now.after = id;
    now.macs_before += graph.layer(id).macs;
    for (const LayerId done : ends[id]) {
      now.crossing -= graph.layer(done).activations;
      --now.tensors;
    }
    if (!graph.consumers(id).empty()) {
      now.crossing += graph.layer(id).activations;
      ++now.tensors;
    }
    all.push_back(now);
  }
  return all;
}

std::vector<Cut> falling_cuts(const std::vector<Cut>& all) {
  std::vector<Cut> falling;
  for (const Cut& cut : all) {
    const bool first = falling.empty();
    const bool same = !first && cut.crossing == falling.back().crossing &&
                      cut.macs_before == falling.back().macs_before;
    if (same) falling.back() = cut;
    else if (first || cut.crossing < falling.back().crossing) falling.push_back(cut);
  }
  return falling;
}

}  // namespace lastmile::models
