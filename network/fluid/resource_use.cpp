// The part of FlowSystem that knows how full a resource was, and whether it can be the bottleneck at all.
#include <algorithm>

#include "network/fluid/flow_system.hpp"

namespace lastmile::network::fluid {

// Before it becomes busy or idle.
void FlowSystem::age_load(Resource& resource) const {
  const double passed = to_seconds(engine_.now() - resource.load_at) / to_seconds(kLoadMemory);
  const double level = resource.members.empty() ? 0 : 1;
  constexpr double longest = 700;  // portable_exp's range
  resource.load = level + (resource.load - level) * portable_exp(-std::min(passed, longest));
  resource.load_at = engine_.now();
}

double FlowSystem::load(std::uint32_t resource) {
  age_load(resources_[resource]);
  return resources_[resource].load;
}

void FlowSystem::add_most(Flow& flow, std::uint32_t use) {
  double rate = 0;  // none yet
  for (std::uint32_t i = 0; i < flow.uses.size(); ++i) {
    const Use& other = flow.uses[i].use;
    if (i == use || resources_[other.resource].varying) continue;
    const double allowed = resources_[other.resource].capacity / other.per_byte;
    if (rate == 0 || allowed < rate) rate = allowed;
  }
  Flow::Member& member = flow.uses[use];
  member.most = rate * member.use.per_byte;
  Resource& resource = resources_[member.use.resource];
  resource.most += member.most;
  if (rate == 0) ++resource.unlimited;
}

void FlowSystem::drop_most(Resource& resource, const Flow::Member& member) {
  resource.most -= member.most;
  if (member.most == 0) --resource.unlimited;
  if (resource.members.empty()) resource.most = 0;  // and with it what rounding left
}

bool FlowSystem::roomy(const Resource& resource) const {
  constexpr double rounding = 1e-9;
  return !resource.varying && resource.unlimited == 0 &&
         resource.most <= resource.capacity * (1 - rounding);
}

}  // namespace lastmile::network::fluid
