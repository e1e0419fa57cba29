// recorded: what a link offered when it was measured, replayed as a step function of simulated
// time.
//   step i holds from at_i to at_(i+1); the last one as long as the one before it (a single one for
//   ever). Looped, the series starts again after its length; truncated, the link has ended.
//   down, up  goodput [bytes/s]     rtt  round trip [s]     loss  share of packets lost [-]
// Source:  the user's own series; formats of published ones: import.hpp.
// Valid:   series measured under saturation: an idle or application-limited second tells nothing of
//          what the link could have carried.
// Ignores: that the measured load and the simulated one differ; what happened inside a step.
// Checked: tests/unit/network/recorded_trace_test.cpp
// C++17-clean: network/ns3 includes it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/units.hpp"

namespace lastmile::network {

struct TraceStep {
  Duration at{};
  ByteRate down{0}, up{0};
  Duration rtt{};
  double loss = 0;
};

struct Trace {
  std::string name;              ///< of the file, for messages
  std::vector<TraceStep> steps;  ///< the first at 0
  Duration length{};             ///< of the whole series; 0 when a single step holds for ever
};

/// The step in force at a simulated time, and when the next one begins.
struct TraceMoment {
  TraceStep step;
  SimTime next = kNever;
  bool ended = false;  ///< truncated and over; `step` is the last one
};
TraceMoment moment_of(const Trace& trace, bool loop, SimTime now);

/// Means over time (loss and rtt over the time with a rate): what a planner may assume.
TraceStep mean_of(const Trace& trace);

/// The canonical form: lines that begin with # are comments, then the header
/// time_s,down_bps,up_bps,rtt_s,loss, then a row a step. Times are relative to the first row.
/// Throws ConfigError "NAME:LINE: column 'x': ...".
Trace read_trace(std::string_view text, const std::string& name);

}  // namespace lastmile::network
