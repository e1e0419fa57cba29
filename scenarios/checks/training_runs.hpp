// Training as the checks of learning do it: 8,000 pictures to learn from, 2,000 held out.
#pragma once

#include <optional>

#include "models/learn/evaluate.hpp"
#include "models/learn/network.hpp"
#include "scenarios/host/checks.hpp"

namespace lastmile::scenarios {

inline constexpr const char* kPictures = "8,000 pictures to learn, 2,000 held out";

learn::Dataset drawn_pictures();
/// The 10,000 pictures of MNIST's test set, where they lie in the data folder.
std::optional<learn::Dataset> mnist_pictures(const CheckOptions& options);

/// So many passes at a rate, then half as many at a tenth of it; two threads, momentum 0.9, batches of 32.
std::vector<float> trained(const learn::Network& network, const learn::Dataset& data, int passes, double rate);
/// Of the pictures held out.
learn::Evaluation held_out(const learn::Network& network, const std::vector<float>& parameters,
                           const learn::Dataset& data);

}  // namespace lastmile::scenarios
