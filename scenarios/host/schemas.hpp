// The parts of the language's schemas; language.hpp has them all.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/schema.hpp"

namespace lastmile::scenarios {

using Schemas = std::vector<Schema>;

inline constexpr double kFarthest_m = 100'000;

/// An optional choice without a default.
inline Parameter with_choices(Parameter parameter, std::vector<std::string> choices) {
  parameter.choices = std::move(choices);
  return parameter;
}

void add_node_schemas(Schemas& all);  // schemas_nodes.cpp
void add_motion_schemas(Schemas& all);
void add_link_schemas(Schemas& all);       // schemas_links.cpp
void add_condition_schemas(Schemas& all);  // outages, holes, churn
void add_data_schemas(Schemas& all);       // schemas_data.cpp
void add_training_schemas(Schemas& all);   // schemas_training.cpp
void add_sweep_schemas(Schemas& all);      // schemas_sweep.cpp

}  // namespace lastmile::scenarios
