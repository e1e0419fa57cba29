#include "kernels/fastest.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>
#include <utility>

#include "kernels/random_values.hpp"

namespace lastmile::kernels {
namespace {

using Clock = std::chrono::steady_clock;
constexpr int kRounds = 3;
constexpr std::chrono::microseconds kRound(1500);

struct Candidate {
  std::string name;
  std::unique_ptr<Operator> made;
  Clock::duration least = Clock::duration::max();
};

/// Tensors that all candidates share.
struct Trial {
  explicit Trial(const KernelCall& call) : out(output_shape(call).elements()) {
    for (int i = 0; i < call.input_count(); ++i) {
      const MapShape shape = input_shape(call, i);
      inputs.emplace_back(shape.elements());
      fill_random(shape, 1, inputs.back().data());
    }
    for (const Floats& input : inputs) pointers.push_back(input.data());
  }

  void run(const Operator& made) {
    scratch.resize(std::max(scratch.size(), made.scratch_bytes() / sizeof(float) + 1));
    made.run(pointers.data(), out.data(), scratch.data());
  }

  std::vector<Floats> inputs;
  std::vector<const void*> pointers;
  Floats out, scratch;
};

void take_turn(Trial& trial, Candidate& candidate) {
  trial.run(*candidate.made);
  for (Clock::duration spent{}; spent < kRound;) {
    const Clock::time_point start = Clock::now();
    trial.run(*candidate.made);
    const Clock::duration time = Clock::now() - start;
    candidate.least = std::min(candidate.least, time);
    spent += time;
  }
}

std::string tried(KernelCall call, const std::vector<std::string>& names, Isa isa) {
  const RandomParameters random(call, 1);
  std::vector<Candidate> candidates;
  for (const std::string& name : names) {
    call.algorithm = name;
    candidates.push_back({name, make_operator(call, random.parameters(), isa)});
  }
  Trial trial(call);
  for (int round = 0; round < kRounds; ++round)
    for (Candidate& candidate : candidates) take_turn(trial, candidate);
  const auto less = [](const Candidate& a, const Candidate& b) { return a.least < b.least; };
  return std::min_element(candidates.begin(), candidates.end(), less)->name;
}

}  // namespace

std::string fastest_algorithm(const KernelCall& call, Isa isa) {
  std::vector<std::string> names = algorithms(call, isa);
  if (names.size() > 1 && names.back() == "reference") names.pop_back();
  if (names.size() == 1) return names.front();
  static std::mutex mutex;
  static std::map<std::pair<std::string, Isa>, std::string> known;
  KernelCall key = call;
  key.algorithm.clear();
  const std::lock_guard<std::mutex> lock(mutex);
  const auto place = std::pair(text(key), isa);
  auto found = known.find(place);
  if (found == known.end()) found = known.emplace(place, tried(key, names, isa)).first;
  return found->second;
}

}  // namespace lastmile::kernels
