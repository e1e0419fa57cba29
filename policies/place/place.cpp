// place: every request runs at one place; a group means the member that asks.
#include "policies/policy.hpp"

#include <algorithm>

namespace lastmile::policies {
namespace {

class Place final : public InferencePolicy {
 public:
  explicit Place(std::string at) : at_(std::move(at)) {}
  Plan decide(const Request& request, const PlanningView& view) const override {
    const std::vector<network::NodeId> nodes = view.nodes_named(at_);
    const bool asks = std::find(nodes.begin(), nodes.end(), request.origin) != nodes.end();
    return everything_at(view.graph(), request.origin, asks ? request.origin : nodes.front(), at_);
  }

 private:
  std::string at_;
};

const Registration<InferencePolicy> registration{
    {"place", "Every request runs at one place.",
     Schema{"place", {required("at", ParameterKind::name, "node, or group of those who ask")}},
     [](const Parameters& p) -> std::unique_ptr<InferencePolicy> {
       return std::make_unique<Place>(p.text("at"));
     }}};

}  // namespace
}  // namespace lastmile::policies
