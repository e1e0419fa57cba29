#include "scenarios/host/script_policy.hpp"

#include <algorithm>

#include "scenarios/host/script.hpp"

namespace lastmile::scenarios {
namespace {

using network::NodeId;
using policies::Plan;
using policies::PlanningView;
using policies::Request;

Value table(std::vector<Member> members) {
  Value value;
  value.kind = Value::Kind::object;
  value.members = std::move(members);
  return value;
}

class ScriptPolicy final : public policies::InferencePolicy {
 public:
  ScriptPolicy(const Scenario& scenario, const PolicyChoice& choice)
      : script_(scenario.script), function_(*choice.function), where_(choice.place) {
    for (const Group& group : scenario.groups) {
      if (!group.profile.empty()) places_.push_back(group.name);
    }
  }

  Plan decide(const Request& request, const PlanningView& view) const override {
    const Value answer = script_->call(function_, {describe(request, view), world(request, view)});
    try {
      return plan_from(answer, request, view);
    } catch (const ConfigError& error) {
      fail_at(where_, std::string("what the inference function returned: ") + error.what());
    }
  }

 private:
  static NodeId member(const PlanningView& view, const std::string& name, NodeId origin) {
    const std::vector<NodeId> nodes = view.nodes_named(name);
    return std::find(nodes.begin(), nodes.end(), origin) != nodes.end() ? origin : nodes.front();
  }
  static Value describe(const Request& request, const PlanningView& view) {
    return table({{"device", Value(view.name_of(request.origin))},
                  {"number", Value(static_cast<double>(request.number))},
                  {"frames", Value(request.frames)},
                  {"frame_bytes", Value(view.activation_bytes(0).value())}});
  }
  [[nodiscard]] Value world(const Request& request, const PlanningView& view) const {
    std::vector<Value> layers;
    for (models::LayerId l = 1; l < view.graph().size(); ++l) layers.push_back(layer(l, request, view));
    std::vector<Member> places;
    for (const std::string& name : places_) places.push_back({name, place(name, request, view)});
    return table({{"layers", Value(std::move(layers))}, {"places", table(std::move(places))}});
  }
  [[nodiscard]] Value layer(models::LayerId l, const Request& request, const PlanningView& view) const {
    std::vector<Member> times;
    for (const std::string& name : places_) {
      const Duration time = view.compute_time(l, member(view, name, request.origin), request.frames);
      times.push_back({name, Value(to_seconds(time))});
    }
    return table({{"name", Value(view.graph().layer(l).spec.name)},
                  {"bytes", Value(view.activation_bytes(l).value())},
                  {"share", Value(view.share_alive(view.graph().stage(l)))},
                  {"seconds", table(std::move(times))}});
  }
  static Value place(const std::string& name, const Request& request, const PlanningView& view) {
    const NodeId node = member(view, name, request.origin);
    if (node == request.origin) return table({{"delay_s", Value(0.0)}, {"bytes_per_s", Value(1e15)}});
    const double near_zero = to_seconds(view.transfer_time(request.origin, node, Bytes(1)));
    const double long_one = to_seconds(view.transfer_time(request.origin, node, Bytes(1e6)));
    return table({{"delay_s", Value(near_zero)}, {"bytes_per_s", Value(1e6 / (long_one - near_zero))}});
  }

  [[nodiscard]] Plan plan_from(const Value& answer, const Request& request, const PlanningView& view) const {
    if (answer.kind == Value::Kind::text) {
      const NodeId node = member(view, answer.text, request.origin);
      return policies::everything_at(view.graph(), request.origin, node, answer.text);
    }
    const std::string near = text_of(answer, "near"), far = text_of(answer, "far"), after = text_of(answer, "after");
    const models::LayerId cut = view.graph().find(after);
    Plan plan = policies::everything_at(view.graph(), request.origin, member(view, far, request.origin),
                                        near + " | " + far + " after " + after);
    for (models::LayerId l = 1; l < plan.node_of_layer.size(); ++l) {
      const bool early = l <= cut || view.graph().stage(l) < view.graph().stage(cut);
      if (early) plan.node_of_layer[l] = member(view, near, request.origin);
    }
    return plan;
  }
  [[nodiscard]] std::string text_of(const Value& answer, const char* key) const {
    const Value* value = answer.find(key);
    if (value == nullptr || value->kind != Value::Kind::text) {
      throw ConfigError(std::string("expected the name of a place or { near = place, far = place, after = layer }"
                                    "; '") + key + "' is missing");
    }
    return value->text;
  }

  std::shared_ptr<Script> script_;
  int function_;
  Place where_;
  std::vector<std::string> places_;
};

}  // namespace

std::unique_ptr<policies::InferencePolicy> make_inference(const Scenario& scenario, const PolicyChoice& choice) {
  if (choice.function) return std::make_unique<ScriptPolicy>(scenario, choice);
  return make_policy<policies::InferencePolicy>("inference policy", choice);
}

}  // namespace lastmile::scenarios
