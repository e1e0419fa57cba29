// The answers that a scenario replays instead of running its network (lm.trace).
//
// Without `data` in the scenario the samples of the trace are the held-out ones, in their order.
// With it the held-out samples are drawn or read as ever, and each must be among those of the
// trace: then a replayed run gives the tables of the run that asked the network. Tests
// tests/unit/scenarios/replay_test.cpp
#pragma once

#include "scenarios/host/application_data.hpp"
#include "scenarios/host/sample_trace.hpp"
#include "sim/value.hpp"

namespace lastmile::scenarios {

/// ConfigError with place and key: no trace, or none of the scenario's model.
AnswersSpec answers_spec(const Scenario& scenario, const Value& made);
/// Nothing if the scenario has none.
std::optional<RecordedAnswers> recorded_answers(const Scenario& scenario);

/// What a run needs to know of data that it has not: what a frame weighs.
ApplicationData data_of(const RecordedAnswers& recorded, const Scenario& scenario);
/// The answers to these samples alone, in their order. ConfigError if some were not recorded.
learn::Evaluation chosen(const RecordedAnswers& recorded, const learn::Dataset& test,
                         const Scenario& scenario);

}  // namespace lastmile::scenarios
