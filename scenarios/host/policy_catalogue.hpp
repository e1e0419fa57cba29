// Every policy that a scenario can name, whatever its role: what scenarios/ knows of policies/.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/schema.hpp"

namespace lastmile::scenarios {

enum class PolicyRole : std::uint8_t { training, inference, exit };
std::string to_string(PolicyRole role);

struct PolicyEntry {
  PolicyRole role;
  std::string description;
  Schema schema;  ///< its name is the policy's
};

/// Sorted by name.
const std::vector<PolicyEntry>& policy_catalogue();
const PolicyEntry* find_policy(const std::string& name);
std::vector<std::string> policy_names(PolicyRole role);  // as Lua writes them

}  // namespace lastmile::scenarios
