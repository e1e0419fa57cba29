// Claims as text, so that a child can hand them back.
#pragma once

#include <string>
#include <vector>

#include "scenarios/host/checks.hpp"

namespace lastmile::scenarios {

[[nodiscard]] std::string packed_claims(const std::vector<Claim>& claims);
[[nodiscard]] std::vector<Claim> unpacked_claims(const std::string& text);

}  // namespace lastmile::scenarios
