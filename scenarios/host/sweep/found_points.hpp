// What the folders of one sweep hold, looked through once before it is merged.
#pragma once

#include <string>
#include <vector>

#include "scenarios/host/sweep/merged_rows.hpp"
#include "scenarios/host/sweep/part_store.hpp"
#include "scenarios/host/sweep/plan.hpp"

namespace lastmile::scenarios {

struct FoundPoints {
  Parts parts;
  TextWidths widths;
  std::vector<IndicatorName> kpis;  ///< of the first point that is done; empty: none is
};

/// ConfigError: a folder is of another sweep, a record is damaged or belongs to something else.
FoundPoints find_points(const SweepPlan& plan, const std::vector<std::string>& folders);

}  // namespace lastmile::scenarios
