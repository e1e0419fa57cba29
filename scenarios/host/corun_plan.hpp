// The co-runs that an interference model is fitted to, as commands of lastmile-kernels.
//
//     ssh board ./lastmile-kernels < plan.txt > answers.txt
//
// Method     random kernels of every kind that networks are made of, working sets from 0.5 to 64 MiB, even in the
//            logarithm: inside the private caches, around the shared one, and beyond; each in several random pairs
// Tests      tests/unit/scenarios/corun_plan_test.cpp
#pragma once

#include <string>
#include <vector>

namespace lastmile::scenarios {

struct CorunSize {
  int kernels = 40;
  int pairs = 140;
  int passes = 5;  ///< over all pairs: where buffers lie in memory changes an answer, as neighbours do
};
CorunSize corun_size(bool quick);

/// "environment", then in each pass `pairs` times "corun CALL ; CALL" of `kernels` different calls. The same set
/// gives the same plan; different sets have no call in common but by chance.
std::vector<std::string> corun_plan(const std::string& set, const CorunSize& size);

}  // namespace lastmile::scenarios
