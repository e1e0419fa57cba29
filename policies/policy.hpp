// The three kinds of decision. A policy is a function from a read-only view to a decision; the loops that
// act on decisions are in policies/execute/.
//
// A new policy is one .cpp that registers itself, one test and one scenario:
//   const Registration<InferencePolicy> registration{{"place", "Every request runs at one place.",
//       Schema{"place", {required("at", ParameterKind::name, "node or group")}},
//       [](const Parameters& p) { return std::make_unique<Place>(p.text("at")); }}};
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "policies/plan.hpp"
#include "policies/view.hpp"
#include "sim/registry.hpp"

namespace lastmile::policies {

/// Where the layers of a request run.
class InferencePolicy {
 public:
  virtual ~InferencePolicy() = default;
  [[nodiscard]] virtual Plan decide(const Request& request, const PlanningView& view) const = 0;
};

/// How sure a network is of an answer.
struct Certainty {
  float confidence = 0;  ///< largest probability of a class
  float entropy = 0;     ///< of the probabilities of all classes, nats
};

/// Whether a frame may leave at an exit with that confidence (probability of the predicted class).
class ExitPolicy {
 public:
  virtual ~ExitPolicy() = default;
  [[nodiscard]] virtual bool leave(std::size_t exit, const Certainty& answer) const = 0;
};

/// How a network is trained: who computes, what is sent to whom, how models are mixed.
struct TrainingPlan {
  enum class Kind { central, federated, gossip };
  Kind kind = Kind::central;
  network::NodeId server = 0;                 ///< central, federated
  std::optional<network::NodeId> through;     ///< federated: averages on the way to the server
  int local_passes = 1;                       ///< federated, gossip: passes over local data in a round
  std::size_t clients_per_round = 0;          ///< federated; 0: everybody
  double proximal = 0;                        ///< federated: pull to the round's model
  /// gossip: [device] -> the devices (positions in the list of participants) it sends its model to.
  std::vector<std::vector<std::size_t>> sends_to;
};

class TrainingPolicy {
 public:
  virtual ~TrainingPolicy() = default;
  [[nodiscard]] virtual TrainingPlan plan(const std::vector<network::NodeId>& participants,
                                          const PlanningView& view) const = 0;
  /// Weights with which a node mixes models: `samples` behind each of them, its own first.
  [[nodiscard]] virtual std::vector<double> weights(const std::vector<double>& samples) const;
  /// Two policies of equal signature compute the same trained networks (only their place differs).
  [[nodiscard]] virtual std::string signature() const = 0;
};

/// Each in proportion to its samples (McMahan et al. 2017, arXiv:1602.05629).
std::vector<double> proportional(const std::vector<double>& samples);

}  // namespace lastmile::policies
