// Part of the group `compression`: a small network that learns from a large one.
#pragma once

#include "models/transform/weighted_graph.hpp"
#include "scenarios/checks/training_runs.hpp"

namespace lastmile::scenarios {

/// Of a twentieth of LeNet's MACs: by the labels alone, and by half with the teacher's answers.
void add_student(std::vector<Claim>& claims, const models::WeightedGraph& teacher,
                 const learn::Dataset& pictures, const learn::Dataset& unseen);

}  // namespace lastmile::scenarios
