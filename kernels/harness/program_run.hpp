// Times a network: whole runs, and each step in its place inside a run.
//
// Order      a whole run, then a run with the clock read between steps, in turns; at least 20 of each. A step's
//            time is therefore that in its cache state: weights as cold as the network leaves them
// Tests      tests/unit/kernels/harness_session_test.cpp
#pragma once

#include "kernels/harness/json_line.hpp"
#include "kernels/harness/timing.hpp"
#include "kernels/program.hpp"

namespace lastmile::kernels {

struct ProgramTiming {
  Timing whole;
  std::vector<Timing> steps;
};

ProgramTiming time_program_runs(LoadedProgram& program, std::size_t steps, int repeats = 20);
/// Loads and times it; the answer of session.hpp. std::invalid_argument if it has no step.
std::string time_program(const Program& program, int repeats = 20);
void add_timing(JsonLine& line, const Timing& timing);

}  // namespace lastmile::kernels
