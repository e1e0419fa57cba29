// Rows that a Python script of the tree works out from the reference data: fits and their held-out
// errors.
#pragma once

#include <string>
#include <vector>

#include "scenarios/host/checks.hpp"

namespace lastmile::scenarios {

/// Runs `script` (its path in the source tree) with `--data FOLDER/calibration --json` and further
/// `words`, and returns the claims that it prints. One row that is only printed, with the reason,
/// where there is no data or no python3 with numpy and scipy; one row that does not hold where the
/// script fails.
std::vector<Claim> script_rows(const std::string& script, const CheckOptions& options,
                               const std::vector<std::string>& words = {});

/// The same for a script that needs no data: `words` are all that it gets. Exit status 77: one row that is
/// only printed.
std::vector<Claim> rows_without_data(const std::string& script, const std::vector<std::string>& words);
/// `--quick` as a further word when it is asked for.
std::vector<std::string> quick_word(const CheckOptions& options);

}  // namespace lastmile::scenarios
