// The samples of a run: generated from the seed or read from the user's files, split over the devices that hold them.
#pragma once

#include "models/learn/dataset.hpp"
#include "models/learn/partition_data.hpp"
#include "scenarios/scenario.hpp"
#include "sim/engine.hpp"

namespace lastmile::scenarios {

struct ApplicationData {
  learn::Dataset training;
  learn::Dataset test;
  learn::Parts parts;  ///< of the scenario's sources, in order
};

/// The same for any number of threads.
ApplicationData make_data(const Scenario& scenario, const Engine& engine, int threads = 1);

}  // namespace lastmile::scenarios
