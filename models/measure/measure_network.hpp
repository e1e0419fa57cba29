// Times of every kernel call of a network, measured on this machine while the network runs.
// Tests: tests/unit/models/timings_test.cpp
#pragma once

#include <vector>

#include "models/graph.hpp"
#include "models/measure/kernel_process.hpp"
#include "models/measure/timings.hpp"

namespace lastmile::models {

/// 1, 2, 4, ... and `most` itself: batches between are interpolated.
std::vector<int> measured_batches(int most);

/// What machine answers.
Timings describe_machine(KernelProcess& kernels);
/// Adds the median time of each call of the network at that batch; a call that several steps make gets their
/// mean.
void measure_network(const Graph& graph, int batch, KernelProcess& kernels, Timings& timings);

}  // namespace lastmile::models
