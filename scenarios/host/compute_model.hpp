// The cost model that a run uses, by name; `measured` is made of timings.
// Tests: tests/fault/bad_input_test.py, tests/determinism/replay_test.py
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "models/cost/measured.hpp"
#include "scenarios/scenario.hpp"

namespace lastmile::scenarios {

/// Reads Scenario::timings where the model needs them.
std::shared_ptr<const models::CostModel> compute_model(const Scenario& scenario, const std::string& name);

/// "raspberry-pi-4=8", ...; ConfigError for an unknown device or a factor that is not above 0.
models::Slowdowns slowdowns_from(const std::vector<std::string>& texts);

/// Times the scenario's network on this machine, at every batch that inference and training may ask about.
models::Timings measure_scenario(const Scenario& scenario);

}  // namespace lastmile::scenarios
