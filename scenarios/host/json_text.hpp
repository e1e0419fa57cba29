// The little JSON that scripts read.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace lastmile::scenarios {

std::string json_text(const std::string& text);   ///< quoted and escaped
std::string json_number(double value);            ///< null when it is not finite
/// {"key": value, ...}; values are JSON already.
std::string json_object(const std::vector<std::pair<std::string, std::string>>& members);
std::string json_list(const std::vector<std::string>& items);  ///< one item a line

}  // namespace lastmile::scenarios
