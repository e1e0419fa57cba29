#include "network/ns3/nr/scheduler.hpp"

#include <algorithm>
#include <numeric>

namespace lastmile::network::nr {
namespace {

constexpr double kUnserved = 1e-3;  // bits: keeps the metric finite for a user never served

std::vector<int> by_metric(const std::vector<Candidate>& candidates, int blocks, bool fair) {
  const auto metric = [fair](const Candidate& c) {
    return fair ? c.rate / (c.average + kUnserved) : c.rate;
  };
  std::vector<std::size_t> order(candidates.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return metric(candidates[a]) > metric(candidates[b]);
  });
  std::vector<int> given(candidates.size(), 0);
  for (const std::size_t i : order) {
    given[i] = std::min(blocks, candidates[i].wanted);
    blocks -= given[i];
  }
  return given;
}

std::vector<int> in_turn(const std::vector<Candidate>& candidates, int blocks, std::size_t turn) {
  const std::size_t count = candidates.size();
  std::vector<int> given(count, 0);
  int waiting = 1;
  while (blocks > 0 && waiting > 0) {
    waiting = static_cast<int>(
        std::count_if(candidates.begin(), candidates.end(), [&](const Candidate& c) {
          return given[static_cast<std::size_t>(&c - candidates.data())] < c.wanted;
        }));
    const int part = waiting == 0 ? 0 : std::max(1, blocks / waiting);
    for (std::size_t k = 0; k < count && blocks > 0; ++k) {
      const std::size_t i = (turn + k) % count;
      const int more = std::min({part, blocks, candidates[i].wanted - given[i]});
      given[i] += more;
      blocks -= more;
    }
  }
  return given;
}

}  // namespace

std::vector<int> share_blocks(NrScheduler rule, const std::vector<Candidate>& candidates,
                              int blocks, std::size_t turn) {
  if (rule == NrScheduler::round_robin) return in_turn(candidates, blocks, turn);
  return by_metric(candidates, blocks, rule == NrScheduler::proportional_fair);
}

double jain_index(const std::vector<double>& shares) {
  double sum = 0, squares = 0;
  for (const double x : shares) {
    sum += x;
    squares += x * x;
  }
  return squares == 0 ? 1 : sum * sum / (static_cast<double>(shares.size()) * squares);
}

}  // namespace lastmile::network::nr
