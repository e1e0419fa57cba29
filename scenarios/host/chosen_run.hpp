// One simulation of a result file: its strategy, seed and network, as options chose them, and its rows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/hdf5_reader.hpp"
#include "scenarios/host/arguments.hpp"

namespace lastmile::scenarios {

/// --strategy, --seed, --network
std::vector<OptionSpec> choosing_options();

struct ChosenRun {
  std::string strategy, network;
  std::int64_t seed = 0;
  [[nodiscard]] std::string text() const;  ///< strategy 'a', seed 1, network fluid
};

bool has_table(const analysis::Hdf5Reader& file, const std::string& table);

/// What the options leave open is that of the first request. ConfigError when the file has no requests or no
/// such run.
ChosenRun choose_run(const analysis::Hdf5Reader& file, const Arguments& arguments);

struct RequestRow {
  std::string device;
  std::int64_t number = 0, frames = 0, correct = 0, early_exits = 0;
  bool dropped = false;
  double arrival_s = 0, latency_s = 0, compute_s = 0, queue_s = 0, transmit_s = 0;
  std::string cut, why;
};

struct SpanRow {
  std::string device;
  std::int64_t request = -1, span = 0, after = -1, within = -1, frames = 0;
  bool critical = false;
  std::string step, what, node, processor, to;
  double start_s = 0, end_s = 0, bytes = 0, energy_j = 0, receiver_energy_j = 0, relay_energy_j = 0;
  [[nodiscard]] double joules() const { return energy_j + receiver_energy_j + relay_energy_j; }
};

std::vector<RequestRow> requests_of(const analysis::Hdf5Reader& file, const ChosenRun& run);
/// In the order of the file: those of a request stand together, in the order of their numbers.
std::vector<SpanRow> spans_of(const analysis::Hdf5Reader& file, const ChosenRun& run);

/// "cameras[2]/5"
std::string request_name(const std::string& device, std::int64_t number);

}  // namespace lastmile::scenarios
