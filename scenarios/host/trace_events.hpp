// One run as trace events, for Perfetto (ui.perfetto.dev) and chrome://tracing: nodes are processes,
// processors and the ways to other nodes are threads, steps are slices, and arrows lead from each step to
// those after it.
//
// Format     JSON object format of Chrome's "Trace Event Format": complete events (X) with ts and dur in
//            microseconds, here of simulated time; metadata (M); flows (s, f with bp "e")
// Threads    slices of one thread nest or follow each other; what happens at the same time gets a thread of
// its own
//            ("gpu (2)")
// Tests      tests/unit/scenarios/timeline_test.py
#pragma once

#include <string>
#include <vector>

#include "scenarios/host/chosen_run.hpp"

namespace lastmile::scenarios {

std::string trace_events(const ChosenRun& run, const std::vector<RequestRow>& requests,
                         const std::vector<SpanRow>& spans);

}  // namespace lastmile::scenarios
