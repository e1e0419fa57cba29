#include "network/ns3/nr/scheduler.hpp"

#include <doctest/doctest.h>

#include <numeric>

using namespace lastmile::network;
using namespace lastmile::network::nr;

namespace {
std::vector<double> served(NrScheduler rule, const std::vector<double>& rates, int units) {
  std::vector<Candidate> users;
  for (std::size_t i = 0; i < rates.size(); ++i) users.push_back({i, 100, rates[i], 0});
  std::vector<double> total(rates.size(), 0);
  for (int t = 0; t < units; ++t) {
    const std::vector<int> given = share_blocks(rule, users, 100, static_cast<std::size_t>(t));
    CHECK(std::accumulate(given.begin(), given.end(), 0) <= 100);
    for (std::size_t i = 0; i < users.size(); ++i) {
      const double bits = given[i] * rates[i];
      total[i] += bits;
      users[i].average += 0.01 * (bits - users[i].average);
    }
  }
  return total;
}
}  // namespace

TEST_CASE("max rate serves the best only") {
  const auto total = served(NrScheduler::max_rate, {1, 3, 2}, 100);
  CHECK(total[0] == 0);
  CHECK(total[1] == 100 * 100 * 3);
}

TEST_CASE("on steady channels proportional fair and round robin give equal time") {
  for (const NrScheduler rule : {NrScheduler::proportional_fair, NrScheduler::round_robin}) {
    const auto total = served(rule, {1, 3, 2}, 30000);
    CHECK(total[1] / total[0] == doctest::Approx(3).epsilon(0.02));
    CHECK(total[2] / total[0] == doctest::Approx(2).epsilon(0.02));
  }
}

TEST_CASE("what one does not want goes to the others, and nothing is invented") {
  const std::vector<Candidate> users{{0, 3, 1, 0}, {1, 100, 1, 0}, {2, 0, 1, 0}};
  for (const NrScheduler rule :
       {NrScheduler::proportional_fair, NrScheduler::round_robin, NrScheduler::max_rate}) {
    const auto given = share_blocks(rule, users, 50, 1);
    CHECK(given[0] <= 3);
    CHECK(given[2] == 0);
    CHECK(given[0] + given[1] == 50);
  }
  CHECK(share_blocks(NrScheduler::round_robin, {}, 50, 0).empty());
}

TEST_CASE("Jain's index") {
  CHECK(jain_index({1, 1, 1, 1}) == doctest::Approx(1));
  CHECK(jain_index({1, 0, 0, 0}) == doctest::Approx(0.25));
}
