#include "models/learn/rehearsal.hpp"

#include <numeric>

namespace lastmile::learn {

void Rehearsal::count(const Digest& key, bool kept, double& sum, double samples) {
  const std::lock_guard lock(mutex_);
  if (kept && !known_.emplace(key.high, key.low).second) return;
  sum += samples;
}

TrainResult Rehearsal::train(const Digest& key, bool kept, std::size_t samples, int passes,
                             std::vector<float> parameters, std::vector<float> velocity,
                             RandomStream shuffle) {
  count(key, kept, work_.trained, static_cast<double>(samples) * passes);
  TrainResult result;
  result.parameters = std::move(parameters);
  if (!result.parameters.empty()) result.parameters.front() = static_cast<float>(key.low >> 40);
  result.velocity = std::move(velocity);
  for (std::uint64_t& word : result.random) word = shuffle.next_u64();
  return result;
}

Evaluation Rehearsal::evaluate(const Digest& key, bool kept, const Network& network, std::size_t samples) {
  count(key, kept, work_.evaluated, static_cast<double>(samples));
  Evaluation result;
  result.places = network.places();
  result.samples = samples * result.places;
  result.exits.resize(network.exits());
  std::iota(result.exits.begin(), result.exits.end(), std::size_t{0});
  Answer unsure;
  unsure.entropy = 100;
  result.answers.assign(result.samples * result.exits.size(), unsure);
  result.summarise();
  return result;
}

RehearsedWork Rehearsal::work() const {
  const std::lock_guard lock(mutex_);
  return work_;
}

}  // namespace lastmile::learn
