// Stochastic gradient descent with momentum on the joint loss of all exits.
//
// Formulae   loss = mean over the batch of sum_e w_e * cross-entropy at exit e
//            g <- g min(1, c / |g|) if c > 0;  v <- m v + (g + d w);  w <- w - r v
// Symbols    w_e exit weight, g gradient of the loss, c clip norm, m momentum, d weight decay,
//            r learning rate
// Source     Sutskever et al. 2013 (momentum); Pascanu et al. 2013, arXiv:1211.5063 (clipping);
// Teerapittayanon et al. 2016 (joint loss of exits,
//            doi:10.1109/ICPR.2016.7900006)
// Order      a batch is cut into groups of kLanes images; the groups' gradients are added in their
//            order. Hence the same bits for any number of threads and any instruction set.
// Tests      tests/unit/learn/train_test.cpp
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/learn/dataset.hpp"
#include "models/learn/network.hpp"
#include "models/learn/thread_pool.hpp"

namespace lastmile::learn {

struct SgdOptions {
  int epochs = 1;  ///< passes over the samples
  int batch = 16;  ///< a multiple of kLanes wastes nothing; the last batch of a pass may be smaller
  double learning_rate = 0.05;
  double momentum = 0.9;
  double weight_decay = 0;
  double clip_norm = 0;              ///< a longer gradient is shortened to this length; 0: never
  std::vector<double> exit_weights;  ///< one an exit; empty: all 1
};

struct TrainResult {
  std::vector<float> parameters;
  std::vector<float> velocity;  ///< hand it to the next call to go on as if there were one call
  std::vector<double>
      epoch_loss;        ///< joint loss, mean over the samples of each pass as they were met
  double mean_loss = 0;  ///< of the last pass; 0 if there was none
};

/// Trains from `parameters` on data[samples]. `velocity` empty: momentum starts at 0.
/// ConfigError for options out of range; SIM_CHECK for parameters of another network.
TrainResult train(const Network& network, std::vector<float> parameters, const Dataset& data,
                  std::span<const std::uint32_t> samples, const SgdOptions& options,
                  RandomStream shuffle, ThreadPool* pool = nullptr,
                  std::vector<float> velocity = {});

/// Joint loss and its gradient at `parameters` over data[samples] as one batch.
double loss_gradient(const Network& network, std::span<const float> parameters, const Dataset& data,
                     std::span<const std::uint32_t> samples, const SgdOptions& options,
                     std::vector<float>& gradient, ThreadPool* pool = nullptr);

}  // namespace lastmile::learn
