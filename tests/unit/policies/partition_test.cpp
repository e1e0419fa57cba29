// partition against the enumeration of all two-sided assignments of small random networks with
// exits.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "fake_view.hpp"
#include "models/zoo/zoo.hpp"

using namespace lastmile;
using namespace lastmile::policies;
using models::Graph;
using models::LayerId;
using network::NodeId;

namespace {

struct Cost {
  double seconds = 0, joules = 0;
};

// What a request costs, layer by layer and message by message, from the view alone.
class Bill {
 public:
  Bill(const PlanningView& view, const Request& request, NodeId near, NodeId far)
      : view_(view), graph_(view.graph()), request_(request), side_{near, far} {}

  [[nodiscard]] Cost of(const std::vector<bool>& far) const {
    Cost sum;
    for (LayerId l = 1; l < graph_.size(); ++l) add_layer(sum, l, far[l]);
    for (LayerId u = 0; u < graph_.size(); ++u) add_messages(sum, u, far);
    return sum;
  }
  [[nodiscard]] Cost layers_near() const {
    Cost sum;
    for (LayerId l = 1; l < graph_.size(); ++l) add_layer(sum, l, false);
    return sum;
  }

 private:
  [[nodiscard]] int frames(LayerId l) const {
    return std::max(1, static_cast<int>(
                           std::ceil(view_.share_alive(graph_.stage(l)) * request_.frames - 1e-9)));
  }
  void add_message(Cost& sum, NodeId from, NodeId to, Bytes size) const {
    sum.seconds += to_seconds(view_.transfer_time(from, to, size));
    sum.joules += view_.transfer_energy(from, to, size, request_.origin).value();
  }
  void add_layer(Cost& sum, LayerId l, bool far) const {
    const NodeId node = side_[far ? 1 : 0];
    sum.seconds += to_seconds(view_.compute_time(l, node, frames(l)));
    if (node == request_.origin) sum.joules += view_.compute_energy(l, node, frames(l)).value();
    const auto& exits = graph_.exits();
    for (std::size_t e = 0; e < exits.size(); ++e) {
      if (exits[e] != l) continue;
      const double going_on = e + 1 < exits.size() ? view_.share_alive(e + 1) : 0.0;
      const double leaving = std::ceil((view_.share_alive(e) - going_on) * request_.frames - 1e-9);
      if (leaving > 0) add_message(sum, node, request_.origin, view_.answer_bytes() * leaving);
    }
  }
  // Sent once to each side that lacks it, for the most frames that a layer there still needs.
  void add_messages(Cost& sum, LayerId u, const std::vector<bool>& far) const {
    const NodeId from = u == 0 ? request_.origin : side_[far[u] ? 1 : 0];
    for (const bool there : {false, true}) {
      int needed = 0;
      for (const LayerId c : graph_.consumers(u)) {
        if (far[c] == there) needed = std::max(needed, frames(c));
      }
      const NodeId to = side_[there ? 1 : 0];
      if (needed > 0 && to != from) add_message(sum, from, to, view_.activation_bytes(u) * needed);
    }
  }

  const PlanningView& view_;
  const Graph& graph_;
  const Request& request_;
  NodeId side_[2];
};

struct Goal {
  std::string objective;
  double weight;
  [[nodiscard]] double value(const Cost& cost, const Cost& scale) const {
    if (objective == "latency") return cost.seconds;
    if (objective == "energy") return cost.joules;
    return weight * cost.seconds / scale.seconds + (1 - weight) * cost.joules / scale.joules;
  }
};

// Layers of the trunk with multiply-accumulates: the first is near, the last far.
std::vector<LayerId> computing(const Graph& graph) {
  std::vector<LayerId> layers = graph.needed_by(graph.exits().size() - 1);
  std::erase_if(layers, [&](LayerId l) { return graph.layer(l).macs == 0; });
  return layers;
}

bool allowed(const Graph& graph, const std::vector<bool>& far) {
  const std::vector<LayerId> ends = computing(graph);
  return !far[ends.front()] && far[ends.back()] && far[graph.output()];
}

double best_value(const Graph& graph, const Bill& bill, const Goal& goal) {
  double best = std::numeric_limits<double>::infinity();
  const Cost scale = bill.layers_near();
  for (std::uint64_t set = 0; set < (std::uint64_t{1} << graph.size()); set += 2) {
    std::vector<bool> far(graph.size());
    for (LayerId l = 1; l < graph.size(); ++l) far[l] = (set >> l) & 1;
    if (allowed(graph, far)) best = std::min(best, goal.value(bill.of(far), scale));
  }
  return best;
}

// A random network: convolutions, sums and rectifiers over random earlier layers, some early exits,
// all loose ends joined at last.
Graph random_graph(RandomStream& random, bool one_stem) {
  Graph net("random", {2, 4, 4});
  std::vector<LayerId> body{net.add(models::conv(2, 1), LayerId{0})};
  const auto any = [&] { return body[random.below(body.size())]; };
  for (std::uint64_t i = 0, n = 1 + random.below(4); i < n; ++i) {
    const std::uint64_t kind = random.below(4);
    const LayerId from = !one_stem && random.below(4) == 0 ? LayerId{0} : any(), other = any();
    const bool sum = kind == 3 && from != other;
    body.push_back(
        sum ? net.add(models::plain(models::LayerKind::add), std::vector<LayerId>{from, other})
            : net.add(kind == 0 ? models::plain(models::LayerKind::relu) : models::conv(2, 1),
                      from));
  }
  for (std::uint64_t i = 0, n = random.below(3); i < n; ++i)
    net.mark_exit(net.add(models::dense(3), any()));
  std::vector<LayerId> loose;
  for (const LayerId l : body) {
    if (net.consumers(l).empty()) loose.push_back(l);
  }
  if (loose.empty()) loose.push_back(body.back());
  const LayerId joined =
      loose.size() == 1 ? loose[0] : net.add(models::plain(models::LayerKind::concat), loose);
  net.mark_exit(net.add(models::dense(3), joined));
  net.validate();
  return net;
}

std::unique_ptr<InferencePolicy> partition(const char* near, const char* far, const Goal& goal) {
  return make<InferencePolicy>("partition", {{"between", list({near, far})},
                                             {"objective", goal.objective.c_str()},
                                             {"weight", goal.weight}});
}

void check_against_enumeration(const FakeView& view, NodeId origin, const char* near_name,
                               NodeId near, const Goal& goal) {
  const Graph& graph = view.graph();
  const Request request = request_from(origin);
  const Plan plan = partition(near_name, "cloud", goal)->decide(request, view);
  REQUIRE(plan.node_of_layer.size() == graph.size());
  CHECK(plan.node_of_layer[0] == origin);
  std::vector<bool> far(graph.size());
  for (LayerId l = 1; l < graph.size(); ++l) {
    far[l] = plan.node_of_layer[l] == 4;
    REQUIRE((far[l] || plan.node_of_layer[l] == near));
  }
  CHECK(allowed(graph, far));
  const Bill bill(view, request, near, 4);
  const double rounding =
      1e-9 * static_cast<double>(4 * graph.size());  // costs are whole billionths
  CHECK(goal.value(bill.of(far), bill.layers_near()) <= best_value(graph, bill, goal) + rounding);
}

const std::vector<Goal> kGoals{
    {"latency", 0.5}, {"energy", 0.5}, {"weighted", 0.5}, {"weighted", 0.9}};

void check_random_networks(const char* stream, bool one_stem) {
  RandomStream random(1, stream);
  for (int i = 0; i < 150; ++i) {
    const Graph net = random_graph(random, one_stem);
    if (computing(net).size() < 2) continue;
    const FakeView view(net, RandomStream(static_cast<std::uint64_t>(i), "costs"));
    CAPTURE(i);
    for (const Goal& goal : kGoals) {
      CAPTURE(goal.objective);
      check_against_enumeration(view, 1, "cameras", 1, goal);
      check_against_enumeration(view, 1, "edge", 3, goal);
    }
  }
}

}  // namespace

TEST_CASE("partition: as good as the best of all assignments, networks that start with one layer") {
  check_random_networks("one stem", true);
}

TEST_CASE("partition: as good as the best of all assignments, several layers read the frames") {
  check_random_networks("stems", false);
}

TEST_CASE("partition: as good as the best of all assignments of the cameras' network") {
  for (const std::uint64_t seed : {1, 2}) {
    const FakeView view(models::camera_cnn(), RandomStream(seed, "costs"));
    check_against_enumeration(view, 0, "cameras", 0, kGoals[seed - 1]);
  }
}

TEST_CASE("partition: layers that cost nothing follow the bytes") {
  FakeView view(models::camera_cnn());
  view.free_compute = true;
  check_against_enumeration(view, 1, "cameras", 1, kGoals[0]);
  check_against_enumeration(view, 1, "cameras", 1, kGoals[1]);
}

TEST_CASE("partition: the plan says after which layers it cuts") {
  Graph net("chain", {2, 4, 4});
  net.add(models::conv(2, 1).named("first"), LayerId{0});
  net.add(models::plain(models::LayerKind::relu).named("bend"));
  net.mark_exit(net.add(models::dense(3).named("last")));
  const FakeView view(net);
  const Plan plan = partition("cameras", "edge", kGoals[0])->decide(request_from(2), view);
  const bool bend_near = plan.node_of_layer[2] == 2;
  CHECK(plan.node_of_layer[1] == 2);
  CHECK(plan.node_of_layer[3] == 3);
  CHECK(plan.cut == std::string("cameras | edge after ") + (bend_near ? "bend" : "first"));
}

TEST_CASE("partition: what cannot be cut in two is the user's fault") {
  Graph net("single", {2, 4, 4});
  net.mark_exit(net.add(models::dense(3), LayerId{0}));
  const FakeView view(net);
  const auto policy = partition("cameras", "edge", kGoals[0]);
  CHECK_THROWS_WITH_AS(static_cast<void>(policy->decide(request_from(0), view)),
                       doctest::Contains("single"), ConfigError);
  CHECK_THROWS_AS(make<InferencePolicy>("partition", {{"between", list({"a"})}}), ConfigError);
  CHECK_THROWS_AS(
      make<InferencePolicy>("partition", {{"between", list({"a", "b"})}, {"objective", "speed"}}),
      ConfigError);
}

TEST_CASE("partition: weighting with a near place that costs the device nothing") {
  FakeView view(models::camera_cnn());
  view.free_compute =
      true;  // no joule at the near place, which is the device: nothing to measure against
  view.energy_factor = 1000;
  const Plan plan = partition("cameras", "cloud", kGoals[2])->decide(request_from(1), view);
  CHECK(plan.node_of_layer.back() == 4);
}
