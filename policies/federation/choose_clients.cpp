#include "policies/federation/choose_clients.hpp"

#include <algorithm>
#include <numeric>

#include "sim/error.hpp"

namespace lastmile::policies {

std::vector<std::size_t> choose_clients(std::size_t all, std::size_t chosen, RandomStream random) {
  SIM_CHECK(chosen <= all, "more clients than there are");
  std::vector<std::size_t> positions(all);
  std::iota(positions.begin(), positions.end(), std::size_t{0});
  for (std::size_t i = 0; i < chosen; ++i) std::swap(positions[i], positions[i + random.below(all - i)]);
  positions.resize(chosen);
  std::sort(positions.begin(), positions.end());
  return positions;
}

}  // namespace lastmile::policies
