#include "models/zoo/small_families.hpp"

namespace lastmile::models {

std::vector<ZooEntry> small_entries() {
  std::vector<ZooEntry> all = {
      {"camera_cnn", "small CNN with one early exit, 3x32x32, 10 classes (ours)", &camera_cnn},
      {"logistic", "logistic regression, 1x28x28, 10 classes", &logistic},
      {"mlp", "one hidden layer of 200, 1x28x28, 10 classes (half of McMahan et al. 2017's 2NN)", &mlp},
  };
  for (auto* family : {&branchy_entries, &generator_entries, &learner_entries, &tiny_entries})
    for (ZooEntry& entry : family()) all.push_back(std::move(entry));
  return all;
}

}  // namespace lastmile::models
