// How unlike what it learned from a sample is, by a network that gives back its input, and how well
// a score tells the ones from the others.
//
// Formulae   error = 1/n sum_j (z_j - x_j)^2 at the last exit (loss.hpp)
//            area under the curve = P(score of a yes > score of a no) + 1/2 P(equal)
// Symbols    x what the network sees, z what it gives back, n their elements; 0.5: the score says
//            nothing, 1: all
// Source     Hanley, McNeil 1982, doi:10.1148/radiology.143.1.7063747 (the area as a probability)
// Tests      tests/unit/learn/anomaly_test.cpp
#pragma once

#include <span>
#include <vector>

#include "models/learn/dataset.hpp"
#include "models/learn/network.hpp"
#include "models/learn/thread_pool.hpp"

namespace lastmile::learn {

/// One a sample. ConfigError unless the network gives back as many numbers as it takes.
std::vector<double> reconstruction_errors(const Network& network, std::span<const float> parameters,
                                          const Dataset& data,
                                          std::span<const std::uint32_t> samples,
                                          ThreadPool* pool = nullptr);

/// REQUIRES: one score a mark, yes and no both there.
double area_under_curve(std::span<const double> scores, const std::vector<bool>& yes);

}  // namespace lastmile::learn
