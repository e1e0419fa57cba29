#include "scenarios/checks/compute_truth.hpp"

#include <map>

#include "kernels/harness/peak.hpp"
#include "models/lower.hpp"
#include "models/zoo/zoo.hpp"
#include "scenarios/host/kernel_calibration.hpp"

namespace lastmile::scenarios {
namespace {

constexpr int passes = 4, repeats = 5;  // 20 runs of each network, never more than 5 in a row
constexpr const char* zoo_networks[] = {"alexnet",      "camera_cnn", "lenet",    "mobilenet_v1",
                                        "mobilenet_v2", "resnet18",   "resnet50", "vgg16"};

std::vector<models::Observation> session(const std::vector<kernels::Program>& programs, const char* name) {
  TimingPlan plan;
  plan.programs = programs;
  plan.passes = passes;
  plan.repeats = repeats;
  return models::read_answers(time_here(plan, name), name, programs).observations;
}

ComputeTruth measured(bool quick) {
  ComputeTruth truth;
  truth.peak_before = kernels::peak_flops();
  const TimingPlan plan = calibration_plan(quick);
  const models::Answers answers = models::read_answers(time_here(plan), "training", plan.programs);
  truth.fit = models::fit_predictor(answers.observations);
  truth.layers = models::fit_layers(answers.observations, answers.flops_per_s);
  truth.predictor = predictor_of(answers, truth.fit, today());
  truth.random = quick ? 60 : 200;
  std::vector<kernels::Program> programs = models::random_programs("unseen", truth.random);
  for (const char* name : zoo_networks) programs.push_back(models::lower(models::zoo(name)).program);
  truth.held_out = session(programs, "held out");
  truth.again = session(programs, "again");
  truth.peak_after = kernels::peak_flops();
  return truth;
}

}  // namespace

const ComputeTruth& compute_truth(bool quick) {
  static std::map<bool, ComputeTruth> kept;
  if (kept.count(quick) == 0) kept.emplace(quick, measured(quick));
  return kept.at(quick);
}

}  // namespace lastmile::scenarios
