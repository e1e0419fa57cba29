// gossip: decentralised averaging. In a round every device trains on its own data, sends its model to its
// neighbours on a ring lattice (each to the k nearest), and mixes what it received with its own, all with
// equal weight: Metropolis weights of a regular graph, doubly stochastic, so the mean model is kept.
// Source:  Lian et al. 2017, arXiv:1705.09056 (D-PSGD); Xiao, Boyd 2004,
//          doi:10.1016/j.sysconle.2004.02.022 (weights).
// Ignores: differing numbers of samples (every device counts the same), lost models.
#include "policies/policy.hpp"

namespace lastmile::policies {
namespace {

class Gossip final : public TrainingPolicy {
 public:
  explicit Gossip(const Parameters& p)
      : neighbours_(static_cast<std::size_t>(p.count("neighbours"))),
        local_passes_(static_cast<int>(p.count("local_passes"))) {}

  TrainingPlan plan(const std::vector<network::NodeId>& participants, const PlanningView&) const override {
    const std::size_t n = participants.size();
    if (neighbours_ % 2 != 0 || neighbours_ >= n) {
      throw ConfigError("gossip: neighbours = " + std::to_string(neighbours_) +
                        " is not possible; allowed: an even number below the " + std::to_string(n) + " devices");
    }
    TrainingPlan plan;
    plan.kind = TrainingPlan::Kind::gossip;
    plan.local_passes = local_passes_;
    plan.sends_to.resize(n);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t step = 1; step <= neighbours_ / 2; ++step) {
        plan.sends_to[i].push_back((i + step) % n);
        plan.sends_to[i].push_back((i + n - step) % n);
      }
    }
    return plan;
  }
  std::vector<double> weights(const std::vector<double>& samples) const override {
    return std::vector<double>(samples.size(), 1.0 / static_cast<double>(samples.size()));
  }
  std::string signature() const override {
    return "gossip/" + std::to_string(neighbours_) + "/" + std::to_string(local_passes_);
  }

 private:
  std::size_t neighbours_;
  int local_passes_;
};

const Registration<TrainingPolicy> registration{
    {"gossip", "Devices average with their neighbours.",
     Schema{"gossip",
            {optional("neighbours", ParameterKind::count, 2, "whom a device sends to in a round; even").at_least(2),
             optional("local_passes", ParameterKind::count, 1, "passes over local data in a round").at_least(1)}},
     [](const Parameters& p) -> std::unique_ptr<TrainingPolicy> { return std::make_unique<Gossip>(p); }}};

}  // namespace
}  // namespace lastmile::policies
