// Samples through a network, a group at a time.
#pragma once

#include <algorithm>

#include "models/learn/pass.hpp"
#include "models/learn/thread_pool.hpp"

namespace lastmile::learn {

/// visit(pass, first sample, samples) for each group of kLanes samples after `load` has filled the
/// pass. Every thread keeps one set of buffers; samples do not influence each other.
template <class Load, class Visit>
void each_group(const Network& network, std::span<const float> parameters, std::size_t samples,
                ValueId from, ThreadPool* pool, Load load, Visit visit) {
  constexpr std::size_t kGroup = kernels::kLanes;
  PackedWeights weights(network);
  weights.set(parameters, false);
  const std::size_t groups = (samples + kGroup - 1) / kGroup;
  const std::size_t strands = std::min<std::size_t>(
      groups, pool != nullptr ? static_cast<std::size_t>(pool->threads()) : 1);
  parallel_for(pool, strands, [&](std::size_t strand) {
    Pass pass(network, false);
    for (std::size_t g = strand; g < groups; g += strands) {
      const std::size_t first = g * kGroup;
      const std::size_t count = std::min(kGroup, samples - first);
      load(pass, first, count);
      pass.forward(weights, from);
      visit(pass, first, count);
    }
  });
}

/// The same over samples of a data set.
template <class Visit>
void each_group(const Network& network, std::span<const float> parameters, const Dataset& data,
                std::span<const std::uint32_t> samples, ThreadPool* pool, Visit visit) {
  each_group(
      network, parameters, samples.size(), 0, pool,
      [&](Pass& pass, std::size_t first, std::size_t count) {
        pass.set_images(data, samples.subspan(first, count));
      },
      visit);
}

}  // namespace lastmile::learn
