// The file that a sweep was given, run once: a scenario with a sweep in it or without, or
// lm.sweep{} of its own; and what it says of seeds, baseline, precision and conditions.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/host/script.hpp"
#include "scenarios/host/sweep/cells.hpp"
#include "scenarios/host/sweep/order.hpp"
#include "scenarios/host/sweep/precision.hpp"
#include "scenarios/scenario.hpp"

namespace lastmile::scenarios {

struct OpenedSweep {
  std::unique_ptr<Script> script;
  std::string scenario_path;
  Parameters sweep;        ///< of lm.sweep{}
  bool has_sweep = false;  ///< or there is none
};

// All of these: ConfigError with the place in the file.
OpenedSweep open_sweep(const SweepOrder& order);
/// Of the file, then of --grid, which takes the place of an axis of the same name.
std::vector<Block> blocks_of(const OpenedSweep& opened, const SweepOrder& order);
/// Leaves out what `where` does not want.
void apply_where(Cells& cells, const OpenedSweep& opened);
std::vector<std::uint64_t> seeds_for(const OpenedSweep& opened, const SweepOrder& order,
                                     const Scenario& base);
std::size_t baseline_of(const OpenedSweep& opened, const Scenario& base);
std::optional<Precision> precision_of(const OpenedSweep& opened, const Scenario& base);

}  // namespace lastmile::scenarios
