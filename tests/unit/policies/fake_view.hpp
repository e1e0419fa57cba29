// A view with made-up costs, for policies to plan with; and ways to make policies.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "policies/policy.hpp"
#include "sim/random.hpp"

namespace lastmile::policies {

inline Value table(std::vector<Member> members) {
  Value value;
  value.kind = Value::Kind::object;
  value.members = std::move(members);
  return value;
}

inline Value list(std::vector<Value> items) { return Value(std::move(items)); }

/// Members in alphabetical order, as the host gives them.
template <class Policy>
std::unique_ptr<Policy> make(const std::string& name, std::vector<Member> members) {
  const auto& entry = Registry<Policy>::global().find("policy", name);
  return entry.make(parse(entry.schema, table(std::move(members)), {"test.lua", 1}));
}

/// Nodes 0, 1, 2: "cameras" (a group), 3: "edge", 4: "cloud". Costs are drawn, but every question
/// has one answer.
class FakeView final : public PlanningView {
 public:
  explicit FakeView(models::Graph graph, RandomStream random = RandomStream(1, "view"))
      : shares({1, 0.6, 0.25, 0.1}), graph_(std::move(graph)) {
    for (std::size_t l = 0; l < graph_.size(); ++l) {
      bytes_.push_back(50 + random.uniform(0, 2000));
      for (int node = 0; node < kNodes; ++node)
        per_frame_s_.push_back(random.uniform(0.0001, 0.01));
    }
    for (int i = 0; i < kNodes * kNodes; ++i) {
      rate_.push_back(random.uniform(1e5, 1e7));
      latency_s_.push_back(random.uniform(0, 0.004));
    }
    for (int node = 0; node < kNodes; ++node) watts_.push_back(random.uniform(0.5, 4));
  }

  const models::Graph& graph() const override { return graph_; }
  std::vector<network::NodeId> nodes_named(const std::string& name) const override {
    if (name == "cameras") return {0, 1, 2};
    for (network::NodeId node = 0; node < names_.size(); ++node) {
      if (names_[node] == name) return {node};
    }
    throw ConfigError(unknown_name_message("node or group", name, names_));
  }
  const std::string& name_of(network::NodeId node) const override { return names_[node]; }
  Duration compute_time(models::LayerId layer, network::NodeId node, int batch) const override {
    if (free_compute) return Duration(0);
    return seconds(per_frame_s_[layer * kNodes + node] * (0.5 + batch));
  }
  Duration transfer_time(network::NodeId from, network::NodeId to, Bytes size) const override {
    if (from == to) return Duration(0);
    const std::size_t pair = from * kNodes + to;
    return seconds(latency_s_[pair] + size.value() / rate_[pair]);
  }
  Joules compute_energy(models::LayerId layer, network::NodeId node, int batch) const override {
    return Watts(watts_[node]) * compute_time(layer, node, batch);
  }
  Joules transfer_energy(network::NodeId from, network::NodeId to, Bytes size,
                         network::NodeId payer) const override {
    if (from == to || (payer != from && payer != to)) return Joules(0);
    return Joules(size.value() * (payer == from ? 3e-6 : 2e-6) * energy_factor);
  }
  Bytes activation_bytes(models::LayerId layer) const override { return Bytes(bytes_[layer]); }
  Bytes answer_bytes() const override { return Bytes(8); }
  double share_alive(std::size_t stage) const override {
    return stage < shares.size() ? shares[stage] : 1.0;
  }

  std::vector<double> shares;  ///< by stage
  bool free_compute = false;
  double energy_factor = 1;  ///< of the radio

 private:
  static constexpr int kNodes = 5;
  models::Graph graph_;
  std::vector<std::string> names_{"cameras[1]", "cameras[2]", "cameras[3]", "edge", "cloud"};
  std::vector<double> bytes_, per_frame_s_, rate_, latency_s_, watts_;
};

inline Request request_from(network::NodeId origin, int frames = 16) {
  Request request;
  request.origin = origin;
  request.frames = frames;
  return request;
}

}  // namespace lastmile::policies
