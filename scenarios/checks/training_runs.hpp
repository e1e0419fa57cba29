// Training as the checks of learning do it: 8,000 pictures to learn from, 2,000 held out.
#pragma once

#include <optional>

#include "models/learn/evaluate.hpp"
#include "models/learn/network.hpp"
#include "models/learn/retrain.hpp"
#include "scenarios/host/checks.hpp"

namespace lastmile::scenarios {

inline constexpr std::uint32_t kLearned = 8000;  ///< the first ones
inline constexpr const char* kPictures = "8,000 pictures to learn, 2,000 held out";

learn::Dataset drawn_pictures();
/// 10,000 more drawn digits, on which no setting was ever chosen.
learn::Dataset unseen_pictures();
/// The 10,000 pictures of MNIST's test set, where they lie in the data folder.
std::optional<learn::Dataset> mnist_pictures(const CheckOptions& options);

/// So many passes at a rate, then half as many at a tenth of it; two threads, momentum 0.9, batches of 32, gradients of at most 3.
std::vector<float> trained(const learn::Network& network, const learn::Dataset& data, int passes, double rate);
/// On from these parameters under a rule: so many passes at the rate, then half as many at a tenth.
std::vector<float> retrained(const learn::Rule& rule, const learn::Network& network,
                             std::vector<float> parameters, const learn::Dataset& data, int passes,
                             double rate);
learn::Evaluation of_all(const learn::Network& network, const std::vector<float>& parameters,
                         const learn::Dataset& data);
/// Of the pictures held out.
learn::Evaluation held_out(const learn::Network& network, const std::vector<float>& parameters,
                           const learn::Dataset& data);

}  // namespace lastmile::scenarios
