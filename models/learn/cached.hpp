// train() and evaluate() with a memory on disk: the same results, computed once for all processes
// that share the folder. What takes less time than a file does is computed anew.
#pragma once

#include "models/learn/evaluate.hpp"
#include "models/learn/train.hpp"
#include "models/learn/work_cache.hpp"

namespace lastmile::learn {

/// `cache` null: simply train().
TrainResult train_cached(const WorkCache* cache, const Network& network,
                         std::vector<float> parameters, const Dataset& data,
                         std::span<const std::uint32_t> samples, const SgdOptions& options,
                         RandomStream shuffle, ThreadPool* pool = nullptr,
                         std::vector<float> velocity = {});

/// `cache` null: simply evaluate().
Evaluation evaluate_cached(const WorkCache* cache, const Network& network,
                           std::span<const float> parameters, const Dataset& data,
                           std::span<const std::uint32_t> samples, ThreadPool* pool = nullptr);

}  // namespace lastmile::learn
