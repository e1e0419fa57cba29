// From what the script returned to the Scenario's plain data. Each step checks what it builds and
// throws ConfigError with the place in the scenario.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/scenario.hpp"

namespace lastmile::scenarios {

/// The checked parameters of what a constructor made.
Parameters parameters_of(const Value& made);
/// Items of a plain list, or of a table by name, in the order in which they were written.
std::vector<Member> in_order(const Value& table);
/// The choice of a policy of that role; a function is allowed for inference only.
PolicyChoice policy_choice(const Value& value, const std::string& role);

void build_nodes(Scenario& scenario, const Value& nodes, std::uint64_t seed);
void build_links(Scenario& scenario, const Value& links);
void build_conditions(Scenario& scenario, const Parameters& given);
void build_application(Scenario& scenario, const Parameters& given);
DataSpec data_spec(const Scenario& scenario, const Value& made);
TrainingSpec training_spec(const Parameters& given);
/// The key `seeds` of lm.scenario{} or lm.sweep{}; `constructor` is named in errors.
std::vector<std::uint64_t> seeds_of(const Parameters& given, const std::string& constructor);
void build_strategies(Scenario& scenario, const Parameters& given);
/// Every place that a strategy names is joined by a route with every device that asks.
void check_reachable(const Scenario& scenario);

}  // namespace lastmile::scenarios
