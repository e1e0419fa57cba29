// One line of `bench kernels`: a shape, and the times of everybody who computes it, interleaved.
//
// Measured   each pass runs every contender in turn: once untimed (its data move into the caches),
//            then for a few milliseconds, timed one by one; the best and the median of all passes
//            count. The thread is pinned by main.cpp; libraries get one thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace lastmile::bench {

struct Contender {
  std::string name;
  std::function<void()> run;
};

struct Timing {
  std::string name;
  double best_s = 0;
  double median_s = 0;
};

struct Row {
  std::string name;
  double flop = 0;  ///< direct convention: multiplications and additions of the plain sum
  std::vector<Timing> timings;  ///< ours first
};

/// In the order of the contenders.
std::vector<Timing> interleave(const std::vector<Contender>& contenders, int passes,
                               double seconds_a_pass = 4e-3);

/// Seconds of the fastest of a few runs, to choose among the algorithms of one library.
double quick_best_s(const std::function<void()>& run, int runs = 5);

/// The rows of int8, whose names contain `only`. Each has our fp32 as a contender too.
std::vector<Row> int8_rows(bool quick, const std::string& only);

}  // namespace lastmile::bench
