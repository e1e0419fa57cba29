// partition: the layers are split between a near and a far place so that the expected cost of a request is
// smallest; exact, for any directed acyclic network with exits.
//
//   minimise  sum over layers l of  c(l, side of l)  +  sum over activations u that cross  t(u)
//   as a minimum cut: near = side of the source. A layer is an arc from the source (its cost at the far
//   place) and one to the sink (its cost at the near place); an activation is paid once however many
//   consumers lie on the other side, for the most frames that one of them needs: a chain of auxiliary
//   vertices a direction, each worth the difference to the next smaller number of frames. The raw input
//   is at the request's origin and is paid to each side that reads it.
//   c  expected time (or energy) of the layer on the frames still undecided at its stage [s, J], plus, at
//      an exit, of sending the answers back to who asked
//   t  expected time (or energy) of sending the activation of those frames [s, J]
// The first layer that computes stays at the near place, the last one (and what follows it) at the far
// one: each side computes (otherwise the place policy would do). Frames enter from the request's origin; a near place that is
// a group means the member that asks.
// Source:  Hu et al. 2019 (DADS), doi:10.1109/INFOCOM.2019.8737614; Kang et al. 2017 (Neurosurgeon),
//          doi:10.1145/3037697.3037698.
// Valid:   processors and links as idle as the view assumes. Ignores: queueing, the spread of the number
//          of undecided frames (the expected number is used, at least one).
// Checked: tests/unit/policies/partition_test.cpp (against enumeration of all cuts).
#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "models/min_cut.hpp"
#include "policies/policy.hpp"

namespace lastmile::policies {
namespace {

using models::LayerId;
using network::NodeId;

enum class Objective { latency, energy, weighted };

struct Cost {
  double seconds = 0, joules = 0;
  Cost& operator+=(const Cost& other) {
    seconds += other.seconds;
    joules += other.joules;
    return *this;
  }
};

// Expected costs of one request between two places.
class Costs {
 public:
  Costs(const Request& request, const PlanningView& view, NodeId near, NodeId far)
      : request_(request), view_(view), side_{near, far} {}

  [[nodiscard]] int frames(LayerId layer) const {
    const double share = view_.share_alive(view_.graph().stage(layer));
    return std::max(1, static_cast<int>(std::ceil(share * request_.frames - 1e-9)));
  }
  /// Frames that are expected to leave at an exit.
  [[nodiscard]] int answered(std::size_t exit) const {
    const bool last = exit + 1 == view_.graph().exits().size();
    const double share = view_.share_alive(exit) - (last ? 0.0 : view_.share_alive(exit + 1));
    return static_cast<int>(std::ceil(share * request_.frames - 1e-9));
  }
  [[nodiscard]] Cost layer(LayerId layer, bool far) const {
    const NodeId node = side_[far ? 1 : 0];
    Cost cost{to_seconds(view_.compute_time(layer, node, frames(layer))), 0};
    if (node == request_.origin) cost.joules = view_.compute_energy(layer, node, frames(layer)).value();
    const auto& exits = view_.graph().exits();
    const auto exit = std::find(exits.begin(), exits.end(), layer);
    if (exit != exits.end()) {
      const int leaving = answered(static_cast<std::size_t>(exit - exits.begin()));
      if (leaving > 0) cost += message(node, request_.origin, view_.answer_bytes() * leaving);
    }
    return cost;
  }
  /// Of the activation of `layer` for that many frames, from the other side (the input: from the origin).
  [[nodiscard]] Cost crossing(LayerId layer, int frames_sent, bool towards_far) const {
    if (frames_sent == 0) return {};
    const Bytes size = view_.activation_bytes(layer) * frames_sent;
    const NodeId from = layer == 0 ? request_.origin : side_[towards_far ? 0 : 1];
    return message(from, side_[towards_far ? 1 : 0], size);
  }

 private:
  [[nodiscard]] Cost message(NodeId from, NodeId to, Bytes size) const {
    if (from == to) return {};
    return {to_seconds(view_.transfer_time(from, to, size)),
            view_.transfer_energy(from, to, size, request_.origin).value()};
  }

  const Request& request_;
  const PlanningView& view_;
  NodeId side_[2];
};

class Partition final : public InferencePolicy {
 public:
  explicit Partition(const Parameters& p)
      : between_(p.texts("between")), weight_(p.number("weight")) {
    if (between_.size() != 2) fail_at(p.place("between"), "partition{between}: expected two places");
    const std::string& name = p.text("objective");
    objective_ = name == "latency" ? Objective::latency : name == "energy" ? Objective::energy : Objective::weighted;
  }

  Plan decide(const Request& request, const PlanningView& view) const override {
    const NodeId near = member(view, between_[0], request.origin);
    const NodeId far = member(view, between_[1], request.origin);
    const Costs costs(request, view, near, far);
    const std::vector<bool> near_side = cut(view.graph(), costs);
    Plan plan;
    plan.node_of_layer.resize(view.graph().size());
    for (LayerId l = 0; l < plan.node_of_layer.size(); ++l) plan.node_of_layer[l] = near_side[l] ? near : far;
    plan.node_of_layer[0] = request.origin;
    plan.cut = between_[0] + " | " + between_[1] + " after " + crossing_names(view.graph(), near_side);
    return plan;
  }

 private:
  static NodeId member(const PlanningView& view, const std::string& name, NodeId origin) {
    const std::vector<NodeId> nodes = view.nodes_named(name);
    return std::find(nodes.begin(), nodes.end(), origin) != nodes.end() ? origin : nodes.front();
  }

  // One number in billionths, so that the cut is exact.
  [[nodiscard]] std::int64_t capacity(const Cost& cost, const Cost& scale) const {
    double value = cost.seconds;
    if (objective_ == Objective::energy) value = cost.joules;
    if (objective_ == Objective::weighted) {
      value = weight_ * cost.seconds / scale.seconds + (1 - weight_) * cost.joules / scale.joules;
    }
    return std::min<std::int64_t>(std::llround(value * 1e9), models::MinCut::kInfinite / 4096);
  }

  // What the weighted objective measures against: all layers at the near place, or at the far one when the
  // near place costs nothing.
  static Cost scale_of(const models::Graph& graph, const Costs& costs) {
    Cost near, far;
    for (LayerId l = 1; l < graph.size(); ++l) {
      near += costs.layer(l, false);
      far += costs.layer(l, true);
    }
    const auto first_positive = [](double a, double b) { return a > 0 ? a : b > 0 ? b : 1.0; };
    return {first_positive(near.seconds, far.seconds), first_positive(near.joules, far.joules)};
  }

  [[nodiscard]] std::vector<bool> cut(const models::Graph& graph, const Costs& costs) const {
    const std::size_t n = graph.size();
    const std::size_t source = 0, sink = n;  // the input is at the near place, as the source
    models::MinCut flow(n + 1);
    const Cost scale = scale_of(graph, costs);
    for (LayerId l = 1; l < n; ++l) {
      flow.arc(source, l, capacity(costs.layer(l, true), scale));
      flow.arc(l, sink, capacity(costs.layer(l, false), scale));
    }
    for (LayerId u = 0; u < n; ++u) {
      for (const bool towards_far : {true, false}) add_crossing(flow, graph, costs, scale, u, towards_far);
    }
    const auto [first, last] = computing_ends(graph);
    flow.arc(source, first, models::MinCut::kInfinite);
    flow.arc(last, sink, models::MinCut::kInfinite);
    flow.arc(graph.output(), sink, models::MinCut::kInfinite);
    std::vector<bool> side = flow.source_side(source, sink);
    side.resize(n);
    return side;
  }

  // The first and the last layer with multiply-accumulates on the way to the last exit.
  static std::pair<LayerId, LayerId> computing_ends(const models::Graph& graph) {
    LayerId first = 0, last = 0;
    for (const LayerId l : graph.needed_by(graph.exits().size() - 1)) {
      if (graph.layer(l).macs == 0) continue;
      if (first == 0) first = l;
      last = l;
    }
    if (first == last) throw ConfigError("partition: '" + graph.name() + "' has fewer than two computing layers");
    return {first, last};
  }

  // Towards far: u on the source's side and a consumer on the sink's cut the arc u -> auxiliary; the arcs
  // from the auxiliary to its consumers cannot be cut. Towards near: the same, mirrored. The input counts
  // as being on whichever side pays.
  void add_crossing(models::MinCut& flow, const models::Graph& graph, const Costs& costs, const Cost& scale,
                    LayerId u, bool towards_far) const {
    std::set<int> steps;
    for (const LayerId c : graph.consumers(u)) steps.insert(costs.frames(c));
    const std::size_t sink = graph.size();
    const std::size_t holder = u != 0 ? u : towards_far ? 0 : sink;
    int sent = 0;
    for (const int frames : steps) {
      const std::int64_t more = capacity(costs.crossing(u, frames, towards_far), scale) -
                                capacity(costs.crossing(u, sent, towards_far), scale);
      const std::size_t auxiliary = flow.vertex();
      towards_far ? flow.arc(holder, auxiliary, more) : flow.arc(auxiliary, holder, more);
      for (const LayerId c : graph.consumers(u)) {
        if (costs.frames(c) < frames) continue;
        towards_far ? flow.arc(auxiliary, c, models::MinCut::kInfinite)
                    : flow.arc(c, auxiliary, models::MinCut::kInfinite);
      }
      sent = frames;
    }
  }

  static std::string crossing_names(const models::Graph& graph, const std::vector<bool>& near_side) {
    std::string names;
    for (LayerId u = 1; u < graph.size(); ++u) {
      const std::vector<LayerId> consumers = graph.consumers(u);
      const bool crosses = near_side[u] && std::any_of(consumers.begin(), consumers.end(),
                                                       [&](LayerId c) { return !near_side[c]; });
      if (crosses) names += (names.empty() ? "" : ", ") + graph.layer(u).spec.name;
    }
    return names;
  }

  std::vector<std::string> between_;
  Objective objective_;
  double weight_;
};

const Registration<InferencePolicy> registration{
    {"partition", "The network is cut in two where a request costs least.",
     Schema{"partition",
            {required("between", ParameterKind::names, "the two places, the nearer first"),
             choice("objective", {"latency", "energy", "weighted"}, "latency", "what is minimised"),
             optional("weight", ParameterKind::number, 0.5, "of latency, when weighted").between(0, 1)}},
     [](const Parameters& p) -> std::unique_ptr<InferencePolicy> { return std::make_unique<Partition>(p); }}};

}  // namespace
}  // namespace lastmile::policies
