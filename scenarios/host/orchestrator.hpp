// Runs every (network, strategy, seed) in a process of its own and joins the results in that order.
//
// Processes start in an order that fills the shared cache of learning early; parts are joined as
// soon as all parts before them are. An interrupt or a failed run kills what runs, keeps what has
// finished and leaves the file marked incomplete.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/hdf5_sink.hpp"
#include "scenarios/host/comparison.hpp"
#include "scenarios/scenario.hpp"

namespace lastmile::scenarios {

/// One run to do: indices make the order of joining.
struct PlannedRun {
  std::string network;
  std::size_t strategy = 0;  ///< in Scenario::strategies
  std::uint64_t seed = 0;
};

struct RunPlan {
  std::string scenario_path;
  std::vector<std::string> sets;
  std::string compute;
  std::vector<PlannedRun> runs;  ///< in the order of joining
  int jobs = 1;
  int threads = 1;
  bool frozen = true;
  RecordSpec record;
  std::string pcap;              ///< folder that gets one for every run; "" for none
};

enum class Ending : std::uint8_t { complete, failed, bad_input, interrupted };

struct Outcome {
  Ending ending = Ending::complete;
  std::string message;               ///< of the run that failed
  std::vector<FinishedRun> finished; ///< joined, in order
  double cpu_s = 0;
  double peak_memory_bytes = 0;
};

/// Indices of `runs` in the order of starting: first one run for every distinct training and seed.
std::vector<std::size_t> starting_order(const Scenario& scenario,
                                        const std::vector<PlannedRun>& runs);

/// `folder` exists and is empty; parts stay in it until the caller removes it.
Outcome run_all(const Scenario& scenario, const RunPlan& plan, const std::string& folder,
                analysis::Hdf5Sink& sink);

}  // namespace lastmile::scenarios
