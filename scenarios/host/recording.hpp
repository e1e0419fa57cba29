// What a run records beside the usual: the scenario's `record`, or the option --record.
#pragma once

#include <string>
#include <vector>

#include "scenarios/scenario.hpp"

namespace lastmile::scenarios {

/// "transfers", "links", "spans"; ConfigError for anything else.
RecordSpec record_spec(const std::vector<std::string>& what, Duration interval);
/// "transfers,links", or "none"
std::string record_text(const RecordSpec& spec);

/// The scenario's, unless `option` says otherwise: "transfers,links", "none".
RecordSpec record_given(const RecordSpec& scenario, const std::string* option);

}  // namespace lastmile::scenarios
