// Learning that is counted, not done: what a run would train and evaluate, at the cost of simulating it.
//
// Formulae   samples trained = sum of passes x samples over calls that differ; evaluated likewise
// Order      a call that comes twice counts once where the cache would have kept its result, so that
//            one rehearsal of several runs knows what processes with a common cache share
// Ignores    what the network would have answered: no exit is ever sure enough; weights are told
//            apart, no more
// Tests      tests/unit/learn/rehearsal_test.cpp
#pragma once

#include <cstdint>
#include <mutex>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "models/learn/digest.hpp"
#include "models/learn/evaluate.hpp"
#include "models/learn/train.hpp"

namespace lastmile::learn {

struct RehearsedWork {
  double trained = 0;    ///< samples times passes
  double evaluated = 0;  ///< samples
};

class Rehearsal {
 public:
  /// `kept`: a cache would keep the result of `key`.
  TrainResult train(const Digest& key, bool kept, std::size_t samples, int passes,
                    std::vector<float> parameters, std::vector<float> velocity, RandomStream shuffle);
  Evaluation evaluate(const Digest& key, bool kept, const Network& network, std::size_t samples);
  [[nodiscard]] RehearsedWork work() const;

 private:
  void count(const Digest& key, bool kept, double& sum, double samples);

  mutable std::mutex mutex_;  // evaluations run on threads
  RehearsedWork work_;
  std::set<std::pair<std::uint64_t, std::uint64_t>> known_;
};

}  // namespace lastmile::learn
