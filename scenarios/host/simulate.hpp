// One simulation: one strategy, one seed, in this process.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "models/learn/rehearsal.hpp"
#include "scenarios/scenario.hpp"
#include "sim/recorder.hpp"

namespace lastmile::scenarios {

struct RunSettings {
  std::uint64_t seed = 1;
  std::string network;         ///< backend
  std::string compute;         ///< cost model
  int threads = 1;             ///< of learning; never changes results
  bool frozen = true;          ///< radio time may stand still while nothing is in flight
  RecordSpec record;
  std::string pcap;            ///< folder for packet captures, which exists; "" for none
  std::string work_cache_dir;  ///< shared by the processes of one command; "" for none
  learn::Rehearsal* rehearsal = nullptr;  ///< learning is counted there, not done; null: it is done
  std::function<void(double)> progress = [](double) {};  ///< takes the share done, 0 to 1
};

/// Records into `recorder`; throws ConfigError or InternalError.
void simulate(const Scenario& scenario, const Strategy& strategy, const RunSettings& settings,
              Recorder& recorder);

}  // namespace lastmile::scenarios
