// What the time of one step of a program depends on: work, shape, and where its data lie in the
// caches.
//
// Formulae   padded FLOP = FLOP * (output channels rounded up to a block of 16) / (output channels); where
//            Winograd's algorithm computes a convolution by tiles of o x o outputs, FLOP = 2 (o + 2)^2 tiles
//            c oc instead of the direct convention's
//            bytes of maps as they lie, padding included (kernels/layout.hpp)
//            distance of an input = bytes that the steps since its maker moved, the maker's
//            included: the least cache that still holds all of it; footprint = all weights and maps
//            of the program
// Group      the kernel type; convolutions by kernel, groups and algorithm. Rare ones: a convolution whose
//            kernel is the whole map (a dense layer), depthwise on at most 4 channels (plain loops),
//            an activation alone
// Tests      tests/unit/models/step_facts_test.cpp
#pragma once

#include <array>
#include <string>
#include <vector>

#include "kernels/program.hpp"

namespace lastmile::models {

/// Terms that the time of a kernel is roughly linear in: padded FLOP, bytes read, written, of
/// weights, 1.
using WorkTerms = std::array<double, 5>;

inline constexpr std::size_t step_features = 33;

struct StepFacts {
  std::string group;
  WorkTerms terms{};
  std::array<double, step_features> features{};
};

std::string kernel_group(const kernels::KernelCall& call);
/// The group that stands in for a rare one where calibration met none of it; else the group itself.
std::string usual_group(const std::string& group);
/// Every group that a lowered network may contain, but the rare ones.
const std::vector<std::string>& kernel_groups();

std::vector<StepFacts> facts_of(const kernels::Program& program);

}  // namespace lastmile::models
