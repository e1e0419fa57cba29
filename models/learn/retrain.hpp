// Rules of train_under(), which hold after every step: pruned weights stay 0, shared ones stay equal,
// frozen ones stay as they are.
//
// Formula    w <- P(w - r v) after each batch, v the velocity of train.hpp
// Symbols    w weights, r learning rate, P the rule
// Source     pruned: Han et al. 2015, arXiv:1506.02626; shared: Han et al. 2016, arXiv:1510.00149, figure 3
//            (codebook.hpp says how far a centroid goes); frozen: Fang et al. 2018,
//            doi:10.1145/3241539.3241559 (freeze and grow)
// Tests      tests/unit/learn/retrain_test.cpp
#pragma once

#include <cstdint>
#include <vector>

#include "models/learn/train.hpp"

namespace lastmile::learn {

/// Parameters where the mask is 0 are 0.
Rule zeros(std::vector<std::uint8_t> mask);
/// Parameters where the mask is 1 are `values`.
Rule frozen(std::vector<std::uint8_t> mask, std::vector<float> values);

}  // namespace lastmile::learn
