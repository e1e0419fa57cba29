// The inference phase: every request as the path of its frames over the nodes of its plan.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "policies/execute/training.hpp"

namespace lastmile::policies {

struct Workload {
  std::int64_t requests = 0;  ///< of each device
  int frames = 1;
  double rate_per_s = 1;      ///< of each device
  bool poisson = true;        ///< else periodic with a random phase
};

/// What answers requests: decisions, the model's real answers, and the view for planning.
struct Service {
  const InferencePolicy& inference;
  const ExitPolicy* exit;                                       ///< null: every frame runs to the end
  Planner& planner;
  std::vector<std::shared_ptr<const learn::Evaluation>> answers;  ///< by device: its model on the test images
  bool out_of_memory = false;                                     ///< nobody could train the network
};

/// Layers that each node of a plan runs, ascending.
std::map<network::NodeId, std::vector<models::LayerId>> layers_by_node(const Plan& plan);
/// In the precision of the node's processor.
models::MemoryNeed inference_need(const World& world, network::NodeId node, const std::vector<models::LayerId>& layers,
                                  int frames);

/// Tells the planner the share of frames that leave at each exit, as seen in these answers.
void learn_exits(const std::vector<learn::Evaluation>& seen, const ExitPolicy* exit, Planner& planner);
/// The same, measured on the devices' training images.
void learn_exits(const World& world, const Trained& trained, const ExitPolicy* exit, Planner& planner);
/// Sends the model to every node that the plans of the devices use, and notes the memory it takes there.
Task<void> deploy(World& world, const Trained& trained, const Service& service, int frames);
/// All requests of all devices; ends when the last has been answered or dropped.
Task<void> serve_all(World& world, const Service& service, const Workload& workload);

}  // namespace lastmile::policies
