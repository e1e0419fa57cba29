// What the runs of a scenario will take, before they run.
//
// Formulae   CPU of a run     start + network + learning
//            network, fluid   measured: the run is simulated with learning counted, not done
//            network, ns3     packet_cost.hpp, on what such a simulation sends and how long it sends
//            learning         s_t x (samples trained) + s_e x (samples evaluated), each shared piece once
//            memory           peak of such a simulation + buffers of training + what ns-3 takes
//            wall             the larger of CPU / processes at a time and the longest run
// Symbols    s_t, s_e seconds of one sample, timed now on this machine, with this network and these samples
// Validity   strategies beyond the eighth, and all seeds, cost what the first ones' mean does; exits answer
//            nothing early, so that cut networks send a little more than they will
// Ignores    processes that share a core's arithmetic units; caches that more processes overflow; the disk
// Tests      tests/unit/scenarios/estimate_test.cpp; tests/unit/scenarios/doctor_test.py (against real runs)
#pragma once

#include <string>
#include <vector>

#include "scenarios/scenario.hpp"

namespace lastmile::scenarios {

struct RunEstimate {
  std::size_t runs = 0;
  double cpu_s = 0;  ///< of all runs
  double wall_s = 0;
  double longest_s = 0;          ///< CPU time of the longest run
  double peak_memory_bytes = 0;  ///< of the largest process
  // What it is made of, of all runs.
  double start_s = 0, network_s = 0, learning_s = 0;
  double trained = 0;     ///< samples times passes, each shared piece once
  double evaluated = 0;   ///< samples
  double sent_bytes = 0;  ///< payload, over any link once
  double simulated_s = 0;
  bool packets = false;  ///< some run is at packet level, where the network's time is modelled
};

/// Of every strategy and seed on each of `networks`, `jobs` processes at a time. start_s is what this process
/// took so far, `peak_memory_bytes` begins with what it holds. Throws what the run would throw.
RunEstimate estimate(const Scenario& scenario, const std::vector<std::string>& networks, int jobs);

}  // namespace lastmile::scenarios
