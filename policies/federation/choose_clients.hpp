// Who takes part in a round of federated learning.
//
// Method     so many of all, without replacement, each set equally likely (a partial shuffle)
// Source     McMahan et al. 2017, arXiv:1602.05629, algorithm 1: "random set of m clients"
// Ignores    who is awake, charging or quick
// Tests      tests/unit/policies/federated_test.cpp
#pragma once

#include <cstddef>
#include <vector>

#include "sim/random.hpp"

namespace lastmile::policies {

/// Positions below `all`, ascending. REQUIRES chosen <= all.
std::vector<std::size_t> choose_clients(std::size_t all, std::size_t chosen, RandomStream random);

}  // namespace lastmile::policies
