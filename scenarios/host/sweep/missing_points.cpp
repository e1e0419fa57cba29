#include "scenarios/host/sweep/missing_points.hpp"

#include <algorithm>

#include "scenarios/host/sweep/part_store.hpp"
#include "scenarios/host/sweep/point.hpp"

namespace lastmile::scenarios {

DonePoints done_points(const SweepPlan& plan, const std::string& folder) {
  DonePoints done;
  static_cast<void>(find_parts({folder}, [&](const Part& part) {
    if (part.state != PartState::done || part.number >= plan.points()) return;
    if (part.hash == plan.hash(part.number))
      done[part.number] = point_indicator(plan, part.payload);
  }));
  return done;
}

std::vector<std::uint64_t> missing_points(const SweepPlan& plan, const std::string& folder) {
  Agenda agenda(plan, {}, done_points(plan, folder));
  std::vector<std::uint64_t> missing;
  while (const auto number = agenda.next()) missing.push_back(*number);
  std::sort(missing.begin(), missing.end());
  return missing;
}

}  // namespace lastmile::scenarios
