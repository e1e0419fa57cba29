// "OPTION=VALUE ... REST": the options of a command of session.hpp, and the calls behind them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kernels/harness/call_run.hpp"

namespace lastmile::kernels {

struct Command {
  std::string name;
  TimingOptions timing;
  CacheState state = CacheState::warm;
  Isa isa = best_isa();
  std::vector<int> cpus;    ///< of a co-run; empty: the first two
  int rounds = 7;           ///< of a co-run
  double window_s = 0.01;   ///< of a co-run
  std::string rest;
};

/// std::invalid_argument names the option, its value and what is allowed.
Command parse_command(std::string_view line);

std::string_view to_string(CacheState state);

}  // namespace lastmile::kernels
