// The memory of a schedule from its definition, for tests of models/memory.
#pragma once

#include <algorithm>
#include <iterator>
#include <set>
#include <vector>

#include "models/cost.hpp"

namespace lastmile::models {

// Brute force: simulate the schedule; at each step drop every buffer that no later layer of the
// range and nobody outside it reads. Works from the definition, not from intervals.
class Walk {
 public:
  Walk(const Graph& graph, const std::vector<LayerId>& layers) : graph_(graph), layers_(layers) {}

  std::int64_t peak() {
    for (const LayerId id : layers_) {
      for (const LayerId input : graph_.inputs(id)) {
        if (!inside(input)) alive_.insert(input);
      }
    }
    std::int64_t highest = 0;
    for (std::size_t step = 0; step < layers_.size(); ++step) {
      alive_.insert(buffer(layers_[step]));
      highest = std::max(highest, size());
      for (auto it = alive_.begin(); it != alive_.end();) {
        it = needed_after(*it, step) ? std::next(it) : alive_.erase(it);
      }
    }
    return highest;
  }

 private:
  [[nodiscard]] bool inside(LayerId id) const { return std::count(layers_.begin(), layers_.end(), id) > 0; }
  [[nodiscard]] LayerId buffer(LayerId id) const {
    if (id == 0 || cost_class(graph_.layer(id)) != CostClass::fused) return id;
    const LayerId input = graph_.inputs(id).front();
    return inside(input) && graph_.consumers(input).size() == 1 ? buffer(input) : id;
  }
  [[nodiscard]] bool needed_after(LayerId owner, std::size_t step) const {
    for (LayerId id = 0; id < graph_.size(); ++id) {
      if (!inside(id) ? id != owner : buffer(id) != owner) continue;
      for (std::size_t later = step + 1; later < layers_.size(); ++later) {
        const auto inputs = graph_.inputs(layers_[later]);
        if (std::count(inputs.begin(), inputs.end(), id) > 0) return true;
      }
      if (inside(id) && read_outside(id)) return true;
    }
    return false;
  }
  [[nodiscard]] bool read_outside(LayerId id) const {
    const auto readers = graph_.consumers(id);
    return readers.empty() ||
           std::any_of(readers.begin(), readers.end(), [this](LayerId reader) { return !inside(reader); });
  }
  [[nodiscard]] std::int64_t size() const {
    std::int64_t sum = 0;
    for (const LayerId id : alive_) sum += graph_.layer(id).activations;
    return sum;
  }

  const Graph& graph_;
  const std::vector<LayerId>& layers_;
  std::set<LayerId> alive_;
};

}  // namespace lastmile::models
