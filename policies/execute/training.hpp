// The training phase of a run: real gradient descent, in the time that the device and network models say.
//
// A training step starts when its simulated step starts and is joined when the simulated completion fires,
// so it runs beside the network simulation; its result does not depend on when it really ran.
#pragma once

#include <memory>
#include <vector>

#include "policies/execute/planner.hpp"
#include "policies/execute/tables.hpp"
#include "policies/policy.hpp"

namespace lastmile::policies {

using Weights = std::shared_ptr<const std::vector<float>>;

/// What training leaves behind: one model at `holder`, or one at each device.
struct Trained {
  Weights shared;                    ///< null after gossip
  network::NodeId holder = 0;
  std::vector<Weights> own;          ///< after gossip: by position in Application::devices
  bool out_of_memory = false;        ///< nobody had the memory to train
  [[nodiscard]] const Weights& of_device(std::size_t position) const { return shared ? shared : own[position]; }
};

/// Accuracy and loss of served answers under an exit rule (null: the last exit answers).
struct Score {
  double accuracy = 0, loss = 0;
};
/// Position of the exit that answers the sample.
std::size_t exit_of(const learn::Evaluation& evaluation, std::size_t sample, const ExitPolicy* exit);
Score score(const learn::Evaluation& evaluation, const ExitPolicy* exit);

/// Evaluations that run beside the simulation and are recorded, in order, when training is over.
class RoundLog {
 public:
  RoundLog(World& world, const ExitPolicy* exit) : world_(world), exit_(exit) {}
  /// The mean over `models` of their score on the held-out images, as of now; `path` is of the time.
  void add(int round, int passes, const std::vector<Weights>& models, const models::Exposure& path = {});
  void flush();

 private:
  struct Pending {
    RoundRecord record;
    std::vector<std::future<learn::Evaluation>> evaluations;
  };
  World& world_;
  const ExitPolicy* exit_;
  std::vector<Pending> pending_;
};

/// Answers to the held-out images: recorded, or computed with these weights.
learn::Evaluation evaluate_model(const Application& application, const Weights& weights);

Task<void> train_central(World& world, const TrainingPlan& plan, RoundLog& log, Trained& result);
Task<void> train_federated(World& world, const TrainingPolicy& policy, const TrainingPlan& plan, RoundLog& log,
                           Trained& result);
Task<void> train_gossip(World& world, const TrainingPolicy& policy, const TrainingPlan& plan, RoundLog& log,
                        Trained& result);

// Shared by the three.

Bytes model_bytes(const World& world);
Weights initial_weights(const World& world);
/// Simulated time of `passes` passes over `samples` samples on the node's processor.
models::Drawn training_time(World& world, network::NodeId node, std::size_t samples, int passes);
/// Whether the node has the memory for a training step; noted.
bool can_train(World& world, const TrainingPlan& plan, network::NodeId node);
/// Of the devices that hold data.
bool nobody_can_train(World& world, const TrainingPlan& plan);
/// For so many passes over so many samples after others: the schedule goes on. What the optimiser keeps is
/// the caller's to carry.
learn::SgdOptions options_after(const Application& application, std::size_t samples, int passes_before, int passes);
/// Local training of one device in one round; occupies its processor and returns the new weights, or the
/// old ones if its memory does not hold a training step. The device starts its optimiser anew: momentum is of
/// the model that it had, not of the mean that it got.
Task<Weights> train_locally(World& world, const TrainingPlan& plan, std::size_t position, int round, Weights start,
                            Usage& usage);
/// Weighted mean, element by element in the order given.
Weights mix(const std::vector<Weights>& models, const std::vector<double>& weights);

}  // namespace lastmile::policies
