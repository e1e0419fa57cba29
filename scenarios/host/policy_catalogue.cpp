#include "scenarios/host/policy_catalogue.hpp"

#include <algorithm>

#include "policies/policy.hpp"
#include "scenarios/host/language.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

template <class Policy>
void add_all(std::vector<PolicyEntry>& all, PolicyRole role) {
  for (const std::string& name : Registry<Policy>::global().twice())
    throw ConfigError("two policies are named '" + name + "'");
  for (const auto& [name, entry] : Registry<Policy>::global().entries()) {
    SIM_CHECK(entry.schema.name == name, "policy '" + name + "' has a schema of another name");
    all.push_back({role, entry.description, entry.schema});
  }
}

std::vector<PolicyEntry> entries() {
  std::vector<PolicyEntry> all;
  add_all<policies::TrainingPolicy>(all, PolicyRole::training);
  add_all<policies::InferencePolicy>(all, PolicyRole::inference);
  add_all<policies::ExitPolicy>(all, PolicyRole::exit);
  const auto name_of = [](const PolicyEntry& entry) { return entry.schema.name; };
  std::ranges::sort(all, {}, name_of);
  const auto twice = std::ranges::adjacent_find(all, {}, name_of);
  if (twice != all.end()) throw ConfigError("two policies are named '" + twice->schema.name + "'");
  return all;
}

}  // namespace

std::string to_string(PolicyRole role) {
  switch (role) {
    case PolicyRole::training: return "training";
    case PolicyRole::inference: return "inference";
    case PolicyRole::exit: return "exit";
  }
  return "";
}

const std::vector<PolicyEntry>& policy_catalogue() {
  static const std::vector<PolicyEntry> catalogue = entries();
  return catalogue;
}

const PolicyEntry* find_policy(const std::string& name) {
  for (const PolicyEntry& entry : policy_catalogue()) {
    if (entry.schema.name == name) return &entry;
  }
  return nullptr;
}

std::vector<std::string> policy_names(PolicyRole role) {
  std::vector<std::string> names;
  for (const PolicyEntry& entry : policy_catalogue()) {
    if (entry.role == role) names.push_back(lua_name(entry.schema.name));
  }
  return names;
}

}  // namespace lastmile::scenarios
