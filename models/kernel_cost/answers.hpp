// The calibration plan as commands of the timing program, and what it answered, here or on a bare
// board.
//
//     ssh board ./lastmile-kernels < plan.txt > answers.txt
//
// A network may be answered for several times: the least of each time counts.
// Refused    (ConfigError with the line) answers to other programs than the plan's, times that are
// not
//            positive, instruction sets or machines that differ within the file
// Tests      tests/unit/models/answers_test.cpp
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "models/kernel_cost/fit_predictor.hpp"

namespace lastmile::models {

/// Networks number 0 to count - 1 of a random set, lowered.
std::vector<kernels::Program> random_programs(const std::string& set, std::size_t count);

/// "environment" and "peak", then each network once.
std::string plan_text(const std::vector<kernels::Program>& plan);

struct Answers {
  std::string processor, architecture, isa, machine;
  double flops_per_s = 0,
         bytes_per_s = 0;            ///< peaks of one thread, the latter from DRAM; 0: not told
  std::map<std::string, int> times;  ///< how often each network was answered for
  std::vector<Observation> observations;  ///< in the plan's order, those that were timed
};

Answers read_answers(std::string_view text, std::string_view name,
                     const std::vector<kernels::Program>& plan);

}  // namespace lastmile::models
