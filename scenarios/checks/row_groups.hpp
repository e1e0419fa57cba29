// Areas whose rows take minutes are cut into groups that run one by one, each of them also alone
// (`--rows NAME`). What took how long goes to stderr.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "scenarios/host/checks.hpp"

namespace lastmile::scenarios {

struct RowGroup {
  std::string name;
  std::function<std::vector<Claim>(const CheckOptions&)> rows;
  bool in_child = true;  ///< a process of its own: ns-3's state is process-wide
};

/// The groups that `options.rows` names, or all; ConfigError with the nearest name.
std::vector<Claim> run_groups(const std::string& area, const std::vector<RowGroup>& groups,
                              const CheckOptions& options);

}  // namespace lastmile::scenarios
