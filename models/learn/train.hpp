// Stochastic gradient descent on the joint loss of all exits.
//
// Formulae   loss = mean over the batch of sum_e w_e * loss at exit e (loss.hpp); steps:
// optimiser.hpp Symbols    w_e exit weight Source     Teerapittayanon et al. 2016 (joint loss of
// exits, doi:10.1109/ICPR.2016.7900006) Order      a batch is cut into groups of kLanes images; the
// groups' gradients are added in their
//            order. Hence the same bits for any number of threads and any instruction set.
// Tests      tests/unit/learn/train_test.cpp
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "models/learn/dataset.hpp"
#include "models/learn/loss.hpp"
#include "models/learn/network.hpp"
#include "models/learn/optimiser.hpp"
#include "models/learn/thread_pool.hpp"

namespace lastmile::learn {

struct SgdOptions {
  int epochs = 1;  ///< passes over the samples
  int batch = 16;  ///< a multiple of kLanes wastes nothing; the last batch of a pass may be smaller
  double learning_rate = 0.05;
  double momentum = 0.9;  ///< Adam's first decay
  double weight_decay = 0;
  double clip_norm = 0;              ///< a longer gradient is shortened to this length; 0: never
  double proximal = 0;               ///< pull to where train() starts; no part of the losses told
  std::vector<double> exit_weights;  ///< one an exit; empty: all 1
  LossOptions loss;
  OptimiserOptions optimiser;

  /// ConfigError names what is out of range or does not fit.
  void check(const Network& network, const Dataset& data) const;
  void describe(Hasher& hash) const;
};

/// What a RandomStream is made of: std::bit_cast goes both ways.
using RandomState = std::array<std::uint64_t, 4>;

struct TrainResult {
  std::vector<float> parameters;
  std::vector<float> velocity;  ///< the optimiser's state; with it, next_step and random the next
                                ///< call goes on as if there were one call
  std::uint64_t next_step = 0;
  RandomState random{};  ///< of the shuffle stream afterwards
  std::vector<double>
      epoch_loss;        ///< joint loss, mean over the samples of each pass as they were met
  double mean_loss = 0;  ///< of the last pass; 0 if there was none
};

/// Trains from `parameters` on data[samples]. `velocity` empty: the optimiser starts anew (its state,
/// not its schedule, which goes on from first_step).
/// ConfigError for options out of range; SIM_CHECK for parameters of another network.
TrainResult train(const Network& network, std::vector<float> parameters, const Dataset& data,
                  std::span<const std::uint32_t> samples, const SgdOptions& options,
                  RandomStream shuffle, ThreadPool* pool = nullptr,
                  std::vector<float> velocity = {});

/// What must hold after every batch, put upon the parameters and the optimiser's state (its first part; of SGD all
/// of it): retrain.hpp has some.
using Rule = std::function<void(std::span<float> parameters, std::span<float> velocity)>;

/// train() with the rule after each batch; the start is put under it too. An empty rule: train().
TrainResult train_under(const Rule& rule, const Network& network, std::vector<float> parameters,
                        const Dataset& data, std::span<const std::uint32_t> samples,
                        const SgdOptions& options, RandomStream shuffle,
                        ThreadPool* pool = nullptr, std::vector<float> velocity = {});

/// Joint loss and its gradient at `parameters` over data[samples] as one batch.
double loss_gradient(const Network& network, std::span<const float> parameters, const Dataset& data,
                     std::span<const std::uint32_t> samples, const SgdOptions& options,
                     std::vector<float>& gradient, ThreadPool* pool = nullptr);

}  // namespace lastmile::learn
