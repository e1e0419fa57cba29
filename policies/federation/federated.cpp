// federated: federated averaging. In a round every participant trains on its own data from the server's
// model; the server replaces the model by the mean of theirs, weighted by samples. With `through`, a node
// on the way averages first and sends one model on (hierarchical averaging with one edge).
// Source:  McMahan et al. 2017, arXiv:1602.05629; Liu et al. 2020, doi:10.1109/ICC40277.2020.9148862
//          (the hierarchy).
// Ignores: client selection and stragglers: every participant takes part in every round.
#include "policies/policy.hpp"

namespace lastmile::policies {
namespace {

class Federated final : public TrainingPolicy {
 public:
  explicit Federated(const Parameters& p)
      : server_(p.text("server")), through_(p.has("through") ? p.text("through") : ""),
        local_passes_(static_cast<int>(p.count("local_passes"))) {}

  TrainingPlan plan(const std::vector<network::NodeId>&, const PlanningView& view) const override {
    TrainingPlan plan;
    plan.kind = TrainingPlan::Kind::federated;
    plan.server = view.nodes_named(server_).front();
    if (!through_.empty()) plan.through = view.nodes_named(through_).front();
    plan.local_passes = local_passes_;
    return plan;
  }
  std::string signature() const override { return "federated/" + std::to_string(local_passes_); }

 private:
  std::string server_, through_;
  int local_passes_;
};

const Registration<TrainingPolicy> registration{
    {"federated", "Federated averaging at a server.",
     Schema{"federated",
            {required("server", ParameterKind::name, "who averages"),
             optional("through", ParameterKind::name, "who averages on the way"),
             optional("local_passes", ParameterKind::count, 1, "passes over local data in a round").at_least(1)}},
     [](const Parameters& p) -> std::unique_ptr<TrainingPolicy> { return std::make_unique<Federated>(p); }}};

}  // namespace
}  // namespace lastmile::policies
