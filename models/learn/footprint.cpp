#include "models/learn/footprint.hpp"

#include <algorithm>

#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

using models::Graph;
using models::LayerId;
using models::LayerKind;

void check(const TrainingSetup& s) {
  if (s.batch < 1) throw ConfigError("training footprint: batch must be at least 1");
  if (s.optimiser_copies < 0 || s.optimiser_copies > 3)
    throw ConfigError("training footprint: optimiser_copies must be 0 to 3");
  if (!(s.bytes > 0)) throw ConfigError("training footprint: bytes must be above 0");
}

bool joins_relu(LayerKind kind) {
  return kind == LayerKind::conv || kind == LayerKind::dense || kind == LayerKind::batch_norm ||
         kind == LayerKind::add;
}

/// The layer whose memory holds this layer's value.
std::vector<LayerId> holders(const Graph& graph) {
  std::vector<LayerId> holder(graph.size());
  for (LayerId id = 0; id < graph.size(); ++id) {
    const LayerKind kind = graph.layer(id).kind();
    holder[id] = id;
    if (id == 0) continue;
    const LayerId before = graph.inputs(id).front();
    const bool joined = kind == LayerKind::relu && joins_relu(graph.layer(before).kind()) &&
                        graph.consumers(before).size() == 1;
    const bool view =
        kind == LayerKind::flatten || kind == LayerKind::reshape || kind == LayerKind::softmax;
    if (joined || view) holder[id] = holder[before];
  }
  return holder;
}

/// Elements of the values, by layer that holds one; 0 elsewhere.
std::vector<double> elements(const Graph& graph, const std::vector<LayerId>& holder) {
  std::vector<double> count(graph.size(), 0);
  for (LayerId id = 0; id < graph.size(); ++id)
    if (holder[id] == id) count[id] = static_cast<double>(graph.layer(id).activations);
  return count;
}

/// By layer: the last layer that reads its value.
std::vector<LayerId> last_readers(const Graph& graph, const std::vector<LayerId>& holder) {
  std::vector<LayerId> last(graph.size(), 0);
  for (LayerId id = 1; id < graph.size(); ++id)
    for (const LayerId input : graph.inputs(id))
      last[holder[input]] = std::max(last[holder[input]], id);
  return last;
}

double sum(const std::vector<double>& values) {
  double total = 0;
  for (const double v : values) total += v;
  return total;
}

/// Segment of each layer, so that segments hold about equal numbers of elements.
std::vector<std::size_t> cut(const std::vector<double>& count, std::size_t segments) {
  const double whole = sum(count);
  std::vector<std::size_t> segment;
  double before = 0;
  for (const double c : count) {
    const auto s = static_cast<std::size_t>(before / whole * static_cast<double>(segments));
    segment.push_back(std::min(s, segments - 1));
    before += c;
  }
  return segment;
}

RecomputePlan plan_with(const Graph& graph, std::size_t segments) {
  const std::vector<LayerId> holder = holders(graph), last = last_readers(graph, holder);
  const std::vector<double> count = elements(graph, holder);
  const std::vector<std::size_t> segment = cut(count, segments);
  RecomputePlan plan;
  plan.segments = segments;
  std::vector<double> own(segments, 0);
  for (LayerId id = 0; id < graph.size(); ++id) {
    const bool crosses = id == 0 || segment[last[id]] > segment[id];
    if (count[id] > 0 && crosses) {
      plan.kept.push_back(id);
      plan.activations += count[id];
    } else {
      own[segment[id]] += count[id];
      if (segment[id] + 1 < segments) plan.extra_macs += static_cast<double>(graph.layer(id).macs);
    }
  }
  plan.activations += *std::max_element(own.begin(), own.end());
  return plan;
}

}  // namespace

Footprint training_footprint(const Graph& graph, const TrainingSetup& setup) {
  check(setup);
  const double parameters = setup.bytes * static_cast<double>(graph.totals().parameters());
  return {parameters, parameters, setup.optimiser_copies * parameters,
          setup.bytes * setup.batch * sum(elements(graph, holders(graph)))};
}

RecomputePlan plan_recomputation(const Graph& graph, const TrainingSetup& setup) {
  check(setup);
  RecomputePlan best = plan_with(graph, 1);
  for (std::size_t segments = 2; segments <= graph.size(); ++segments)
    if (RecomputePlan plan = plan_with(graph, segments); plan.activations < best.activations)
      best = std::move(plan);
  best.activations *= setup.bytes * setup.batch;
  best.extra_macs *= setup.batch;
  return best;
}

PagingPlan plan_paging(const Graph& graph, const TrainingSetup& setup) {
  const Footprint whole = training_footprint(graph, setup);
  PagingPlan plan;
  for (LayerId id = 1; id < graph.size(); ++id) {
    double at_work = static_cast<double>(graph.layer(id).activations);
    for (const LayerId input : graph.inputs(id))
      at_work += static_cast<double>(graph.layer(input).activations);
    plan.resident = std::max(plan.resident, 2 * setup.bytes * setup.batch * at_work);
  }
  plan.traffic = 2 * whole.activations;
  return plan;
}

}  // namespace lastmile::learn
