// central: raw data goes to one place, which trains on all of it.
#include "policies/policy.hpp"

namespace lastmile::policies {
namespace {

class Central final : public TrainingPolicy {
 public:
  explicit Central(std::string at) : at_(std::move(at)) {}
  TrainingPlan plan(const std::vector<network::NodeId>&, const PlanningView& view) const override {
    TrainingPlan plan;
    plan.kind = TrainingPlan::Kind::central;
    plan.server = view.nodes_named(at_).front();
    return plan;
  }
  std::string signature() const override { return "central"; }

 private:
  std::string at_;
};

const Registration<TrainingPolicy> registration{
    {"central", "Raw data goes to one place, which trains.",
     Schema{"central", {required("at", ParameterKind::name, "where the network is trained")}},
     [](const Parameters& p) -> std::unique_ptr<TrainingPolicy> {
       return std::make_unique<Central>(p.text("at"));
     }}};

}  // namespace
}  // namespace lastmile::policies
