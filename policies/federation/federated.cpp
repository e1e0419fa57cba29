// federated: federated averaging. In a round every participant trains on its own data from the server's
// model; the server replaces the model by the mean of theirs, weighted by samples. With `through`, a node
// on the way averages first and sends one model on (hierarchical averaging with one edge). With
// `clients_per_round`, so many participants, drawn anew in each round, take part in it. With `proximal` (mu),
// a device's gradient is that of its loss + mu/2 |w - w_round|^2 (FedProx). A device starts its optimiser anew in
// every round; the schedule of the learning rate goes on with the passes.
// Source:  McMahan et al. 2017, arXiv:1602.05629; Liu et al. 2020, doi:10.1109/ICC40277.2020.9148862
//          (the hierarchy); Li et al. 2020, arXiv:1812.06127 (FedProx).
// Ignores: stragglers: a round waits for everybody who takes part in it.
#include "policies/policy.hpp"
#include "sim/error.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::policies {
namespace {

class Federated final : public TrainingPolicy {
 public:
  explicit Federated(const Parameters& p)
      : server_(p.text("server")), through_(p.has("through") ? p.text("through") : ""),
        local_passes_(static_cast<int>(p.count("local_passes"))),
        clients_(static_cast<std::size_t>(p.count("clients_per_round"))), proximal_(p.number("proximal")) {}

  TrainingPlan plan(const std::vector<network::NodeId>& participants, const PlanningView& view) const override {
    if (clients_ > participants.size())
      throw ConfigError("federated: clients_per_round = " + std::to_string(clients_) + ", but only " +
                        std::to_string(participants.size()) + " devices hold data");
    TrainingPlan plan;
    plan.clients_per_round = clients_;
    plan.proximal = proximal_;
    plan.kind = TrainingPlan::Kind::federated;
    plan.server = view.nodes_named(server_).front();
    if (!through_.empty()) plan.through = view.nodes_named(through_).front();
    plan.local_passes = local_passes_;
    return plan;
  }
  std::string signature() const override {
    std::string text = "federated/" + std::to_string(local_passes_);
    if (clients_ > 0) text += "/" + std::to_string(clients_);
    if (proximal_ > 0) text += "/proximal " + exact_number(proximal_);
    return text;
  }

 private:
  std::string server_, through_;
  int local_passes_;
  std::size_t clients_;
  double proximal_;
};

const Registration<TrainingPolicy> registration{
    {"federated", "Federated averaging at a server.",
     Schema{"federated",
            {required("server", ParameterKind::name, "who averages"),
             optional("through", ParameterKind::name, "who averages on the way"),
             optional("local_passes", ParameterKind::count, 1, "passes over local data in a round").at_least(1),
             optional("clients_per_round", ParameterKind::count, 0, "who takes part in a round; 0: everybody"),
             optional("proximal", ParameterKind::number, 0, "mu of FedProx: pull to the round's model")
                 .between(0, 1e6)}},
     [](const Parameters& p) -> std::unique_ptr<TrainingPolicy> { return std::make_unique<Federated>(p); }}};

}  // namespace
}  // namespace lastmile::policies
