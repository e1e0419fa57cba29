// How labelled images are spread over devices. Every rule uses each image at most once. IID, shards
// and Dirichlet give every device the same number, so that unevenness of labels is not mixed up
// with unevenness of amount; quantity is uneven in amount alone; users are as uneven as they are.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "models/learn/dataset.hpp"
#include "sim/random.hpp"

namespace lastmile::learn {

/// Image indices of each device, ascending.
using Parts = std::vector<std::vector<std::uint32_t>>;

/// Equal shares of a random order; what does not divide is left over.
Parts split_iid(std::size_t images, std::size_t devices, RandomStream random);

/// Images sorted by label, cut into devices * shards_each runs, dealt at random (McMahan et al.
/// 2017, arXiv:1602.05629): a device sees few labels.
Parts split_shards(std::span<const Label> labels, std::size_t devices,
                   std::size_t shards_each, RandomStream random);

/// Each device draws its own mix of labels from a symmetric Dirichlet(alpha) and then its images
/// one by one by that mix, among the labels that are left (Hsu, Qi, Brown 2019, arXiv:1909.06335).
/// Small alpha: few labels; large: all alike. The last devices get what is left, so their mix
/// follows theirs less closely when all images are used.
Parts split_dirichlet(std::span<const Label> labels, std::size_t devices, double alpha,
                      RandomStream random);

/// Shares of a random order from a symmetric Dirichlet(alpha), each device at least one image (Li,
/// Diao, Chen, He 2022, arXiv:2102.02079, "quantity skew"). Labels are even, amounts are not.
Parts split_quantity(std::size_t images, std::size_t devices, double alpha, RandomStream random);

/// users[i] owns image i. Users, in random order, are dealt to the devices in turn; each user's
/// images stay together. ConfigError if there are fewer users than devices.
Parts split_by_user(std::span<const std::uint32_t> users, std::size_t devices, RandomStream random);

/// Random order in place (Fisher, Yates).
void shuffle(std::vector<std::uint32_t>& values, RandomStream& random);

}  // namespace lastmile::learn
