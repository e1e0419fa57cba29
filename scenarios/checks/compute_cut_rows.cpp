// Neurosurgeon's question (Kang et al. 2017, doi:10.1145/3037697.3037698): where to cut a network between a slow
// device and a fast server. Both are this machine; the device is slower by a stated factor.
//
// Formula    latency of cut i = factor * (first i steps) + bytes that cross / bandwidth + (the other steps)
// Crossing   every map that a step before the cut makes, or the input, and a step behind it reads
#include <algorithm>
#include <set>

#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/checks/compute_rows.hpp"
#include "scenarios/checks/compute_truth.hpp"

namespace lastmile::scenarios {
namespace {

constexpr double factors[] = {2, 5, 10, 20};
constexpr double megabits[] = {1, 5, 20, 100, 500};

double crossing_bytes(const kernels::Program& program, std::size_t cut) {
  std::set<int> made{0}, crossing;
  for (std::size_t i = 0; i < cut; ++i) made.insert(program.steps[i].output);
  for (std::size_t i = cut; i < program.steps.size(); ++i)
    for (const int input : program.steps[i].inputs)
      if (made.count(input) > 0) crossing.insert(input);
  double bytes = 0;
  for (const int number : crossing) {
    const kernels::MapShape& shape = program.buffers[static_cast<std::size_t>(number)];
    bytes += sizeof(float) * static_cast<double>(shape.plane()) * shape.channels;
  }
  return bytes;
}

struct Link {
  double factor = 1;
  double bytes_per_s = 1;
};

std::vector<double> latencies(const std::vector<double>& crossing, const std::vector<double>& steps,
                              const Link& link) {
  std::vector<double> all;
  double behind = 0, before = 0;
  for (const double one : steps) behind += one;
  for (std::size_t cut = 0; cut <= steps.size(); ++cut) {
    all.push_back(link.factor * before + crossing[cut] / link.bytes_per_s + behind);
    if (cut == steps.size()) break;
    before += steps[cut];
    behind -= steps[cut];
  }
  return all;
}

std::size_t best(const std::vector<double>& latency) {
  return static_cast<std::size_t>(std::min_element(latency.begin(), latency.end()) - latency.begin());
}

struct Tally {
  int cases = 0, same = 0, inside = 0;
  double regret = 0, worst = 0;

  void add(const std::vector<double>& measured, std::size_t chosen) {
    const std::size_t right = best(measured);
    const double lost = measured[chosen] / measured[right] - 1;
    ++cases;
    same += chosen == right ? 1 : 0;
    inside += right > 0 && right + 1 < measured.size() ? 1 : 0;
    regret += lost;
    worst = std::max(worst, lost);
  }
};

void add_network(Tally& tally, const ComputeTruth& truth, const models::Observation& one) {
  const std::vector<double> predicted = truth.predictor.steps(one.program);
  std::vector<double> crossing;
  for (std::size_t cut = 0; cut <= predicted.size(); ++cut) crossing.push_back(crossing_bytes(one.program, cut));
  for (const double factor : factors)
    for (const double rate : megabits) {
      const Link link{factor, rate * 1e6 / 8};
      tally.add(latencies(crossing, one.step_s, link), best(latencies(crossing, predicted, link)));
    }
}

}  // namespace

std::vector<Claim> compute_cut_rows(const CheckOptions& options) {
  const ComputeTruth& truth = compute_truth(options.quick);
  Tally tally;
  for (const models::Observation& one : truth.held_out) add_network(tally, truth, one);
  const double cases = tally.cases;
  return {printed("cut chosen from predicted times is the cut of the measured times: share", tally.same / cases,
                  std::to_string(tally.cases) + " cases: " + std::to_string(truth.held_out.size()) +
                      " networks, device 2 to 20 times slower, 1 to 500 Mb/s; the best cut lies inside the network in " +
                      std::to_string(tally.inside)),
          printed("the same: mean regret over all cases", tally.regret / cases,
                  "worst " + exact_number(tally.worst))};
}

}  // namespace lastmile::scenarios
