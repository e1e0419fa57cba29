#include "models/memory.hpp"

#include <algorithm>
#include <numeric>

#include "models/cost.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

constexpr std::size_t absent = static_cast<std::size_t>(-1);

// One buffer per owner: born at a step, freed after the last step that reads it.
struct Buffer {
  std::int64_t elements = 0;
  std::size_t born = absent;
  std::size_t last_use = 0;
};

class Schedule {
 public:
  Schedule(const Graph& graph, const std::vector<LayerId>& layers)
      : graph_(graph),
        layers_(layers),
        step_(graph.size(), absent),
        owner_(graph.size(), absent),
        buffers_(graph.size()) {
    for (std::size_t i = 0; i < layers.size(); ++i) step_[layers[i]] = i;
    for (std::size_t i = 0; i < layers.size(); ++i) place(layers[i], i);
  }

  /// By step.
  [[nodiscard]] std::vector<std::int64_t> alive() const {
    std::vector<std::int64_t> change(layers_.size() + 1, 0);
    for (const Buffer& buffer : buffers_) {
      if (buffer.born == absent) continue;
      change[buffer.born] += buffer.elements;
      change[std::min(buffer.last_use + 1, layers_.size())] -= buffer.elements;
    }
    change.pop_back();
    std::partial_sum(change.begin(), change.end(), change.begin());
    return change;
  }

 private:
  void place(LayerId id, std::size_t step) {
    for (const LayerId input : graph_.inputs(id)) {
      if (owner_[input] == absent) open(input, 0);
      touch(input, step);
    }
    if (in_place(id)) {
      owner_[id] = owner_[graph_.inputs(id).front()];
    } else {
      open(id, step);
    }
    touch(id, leaves_range(id) ? layers_.size() : step);
  }

  void open(LayerId id, std::size_t step) {
    owner_[id] = id;
    const bool kept = graph_.layer(id).kind() == LayerKind::cache;
    buffers_[id] = {graph_.layer(id).activations, kept ? 0 : step, kept ? layers_.size() : step};
  }

  void touch(LayerId id, std::size_t step) {
    Buffer& buffer = buffers_[owner_[id]];
    buffer.last_use = std::max(buffer.last_use, step);
  }

  [[nodiscard]] bool in_place(LayerId id) const {
    if (id == 0 || cost_class(graph_.layer(id)) != CostClass::fused) return false;
    const LayerId input = graph_.inputs(id).front();
    return step_[input] != absent && graph_.consumers(input).size() == 1;
  }

  [[nodiscard]] bool leaves_range(LayerId id) const {
    const std::vector<LayerId> readers = graph_.consumers(id);
    if (readers.empty()) return true;
    return std::any_of(readers.begin(), readers.end(),
                       [this](LayerId reader) { return step_[reader] == absent; });
  }

  const Graph& graph_;
  const std::vector<LayerId>& layers_;
  std::vector<std::size_t> step_;
  std::vector<LayerId> owner_;
  std::vector<Buffer> buffers_;
};

}  // namespace

std::vector<std::int64_t> live_elements(const Graph& graph, const std::vector<LayerId>& layers) {
  SIM_CHECK(std::is_sorted(layers.begin(), layers.end()), "layers must ascend");
  return Schedule(graph, layers).alive();
}

std::int64_t peak_live_elements(const Graph& graph, const std::vector<LayerId>& layers) {
  const std::vector<std::int64_t> alive = live_elements(graph, layers);
  return alive.empty() ? 0 : *std::max_element(alive.begin(), alive.end());
}

MemoryNeed inference_memory(const Graph& graph, const std::vector<LayerId>& layers, int batch,
                            double bytes_per_element) {
  std::int64_t parameters = 0;
  for (const LayerId id : layers) parameters += graph.layer(id).stored();
  const double live = batch * static_cast<double>(peak_live_elements(graph, layers));
  return {Bytes(static_cast<double>(parameters) * bytes_per_element), Bytes(live * bytes_per_element)};
}

MemoryNeed training_memory(const Graph& graph, int batch, int optimiser_copies,
                           double bytes_per_element) {
  const Totals totals = graph.totals();
  const std::int64_t outputs = totals.activations + graph.layer(0).activations;
  const double elements = (2.0 + optimiser_copies) * static_cast<double>(totals.parameters()) +
                          batch * static_cast<double>(outputs);
  return {Bytes(0), Bytes(elements * bytes_per_element)};
}

bool fits(const DeviceProfile& device, const MemoryNeed& need) {
  if (!device.flash) return need.total() <= device.memory;
  return need.weights <= *device.flash && need.working <= device.memory;
}

}  // namespace lastmile::models
