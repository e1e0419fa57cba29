#include "network/fluid/flow_system.hpp"

#include <algorithm>

namespace lastmile::network::fluid {

FlowSystem::FlowSystem(Engine& engine, FlowSink& sink, bool virtual_time)
    : engine_(engine), sink_(sink), virtual_time_(virtual_time), ends_(table_.positions) {}

FlowSystem::~FlowSystem() {
  engine_.cancel(armed_);
  engine_.cancel(resolving_);
}

std::uint32_t FlowSystem::add_resource(double capacity) {
  SIM_CHECK(capacity > 0, "resource without capacity");
  resources_.emplace_back(engine_, static_cast<FlowOwner&>(*this), table_, capacity);
  return static_cast<std::uint32_t>(resources_.size() - 1);
}

std::uint32_t FlowSystem::add_varying_resource(double capacity) {
  const std::uint32_t resource = add_resource(capacity);
  resources_[resource].varying = true;
  return resource;
}

void FlowSystem::set_capacity(std::uint32_t resource, double capacity) {
  SIM_CHECK(resources_[resource].varying && capacity >= 0, "a capacity that cannot be");
  if (resources_[resource].capacity == capacity) return;
  resources_[resource].capacity = capacity;
  if (busy(resource)) soil(resource);
}

bool FlowSystem::busy(std::uint32_t resource) const {
  return !resources_[resource].members.empty() || !resources_[resource].shared.idle();
}

FlowIndex FlowSystem::take_flow() {
  if (free_.empty()) {
    table_.flows.emplace_back();
    table_.positions.push_back(0);
    return static_cast<FlowIndex>(table_.flows.size() - 1);
  }
  const FlowIndex flow = free_.back();
  free_.pop_back();
  return flow;
}

bool FlowSystem::on_shared(const Flow& flow) const {
  const Resource& resource = resources_[flow.uses.front().use.resource];
  return resource.members.empty() && !resource.varying;
}

FlowIndex FlowSystem::begin(double amount, double weight, const std::vector<Use>& uses,
                            std::uint32_t tag) {
  SIM_CHECK(amount > 0 && weight > 0 && !uses.empty(), "flow without bytes, weight or resources");
  const FlowIndex index = take_flow();
  Flow& flow = table_.flows[index];
  flow.weight = weight;
  flow.tag = tag;
  flow.order = ++order_;
  flow.uses.clear();
  for (const Use& use : uses) flow.uses.push_back({use, 0});
  if (virtual_time_ && uses.size() == 1 && on_shared(flow)) {
    resources_[uses.front().resource].shared.join(index, amount);
  } else {
    enter_general(index, amount);
  }
  return index;
}

void FlowSystem::enter_general(FlowIndex index, double amount) {
  Flow& flow = table_.flows[index];
  for (const Flow::Member& m : flow.uses) to_general(resources_[m.use.resource]);
  flow.left = amount;
  flow.rate = 0;
  flow.touched = engine_.now();
  for (std::uint32_t i = 0; i < flow.uses.size(); ++i) {
    Resource& resource = resources_[flow.uses[i].use.resource];
    if (resource.varying && resource.members.empty()) age_load(resource);
    flow.uses[i].place = static_cast<std::uint32_t>(resource.members.size());
    resource.members.push_back({index, i});
    add_most(flow, i);
    soil(flow.uses[i].use.resource);
  }
}

void FlowSystem::leave_general(FlowIndex index) {
  Flow& flow = table_.flows[index];
  if (flow.rate > 0) ends_.remove(index);
  for (const Flow::Member& m : flow.uses) {
    auto& members = resources_[m.use.resource].members;
    if (members.size() == 1 && resources_[m.use.resource].varying) age_load(resources_[m.use.resource]);
    const Member last = members.back();
    members[m.place] = last;
    table_.flows[last.flow].uses[last.use].place = m.place;
    members.pop_back();
    drop_most(resources_[m.use.resource], m);
    soil(m.use.resource);
  }
}

void FlowSystem::to_general(Resource& resource) {
  while (!resource.shared.idle()) {
    const FlowIndex flow = resource.shared.first();
    const double amount = resource.shared.leave(flow);
    Flow& f = table_.flows[flow];
    f.left = amount;
    f.rate = 0;
    f.touched = engine_.now();
    f.uses.front().place = static_cast<std::uint32_t>(resource.members.size());
    resource.members.push_back({flow, 0});
    add_most(f, 0);
    soil(f.uses.front().use.resource);
  }
}

double FlowSystem::stop(FlowIndex index) {
  const double bytes = left(index);
  const Flow& flow = table_.flows[index];
  if (on_shared(flow)) {
    resources_[flow.uses.front().use.resource].shared.leave(index);
  } else {
    leave_general(index);
  }
  free_.push_back(index);
  return bytes;
}

double FlowSystem::left(FlowIndex index) const {
  const Flow& flow = table_.flows[index];
  if (on_shared(flow)) return resources_[flow.uses.front().use.resource].shared.left(index);
  return std::max(0.0, flow.left - flow.rate * to_seconds(engine_.now() - flow.touched));
}

double FlowSystem::rate(FlowIndex index) const {
  const Flow& flow = table_.flows[index];
  if (on_shared(flow)) return resources_[flow.uses.front().use.resource].shared.rate(index);
  return flow.rate;
}

void FlowSystem::shared_flow_done(FlowIndex flow) {
  const std::uint32_t tag = table_.flows[flow].tag;
  free_.push_back(flow);
  sink_.flow_done(tag);
}

// Changes of one instant are solved together, after all of them.
void FlowSystem::soil(std::uint32_t resource) {
  if (!resources_[resource].dirty) {
    resources_[resource].dirty = true;
    dirty_.push_back(resource);
  }
  if (!engine_.pending(resolving_)) {
    resolving_ = engine_.after(Duration(0), [this] { resolve(); }, Priority::observe);
  }
}

void FlowSystem::resolve() {
  ++visit_;
  for (const std::uint32_t seed : dirty_) {
    resources_[seed].dirty = false;
    if (resources_[seed].visit == visit_ || left_out(resources_[seed])) continue;
    collect_component(seed);
    solve_component();
    apply_rates();
  }
  dirty_.clear();
  arm();
}

void FlowSystem::collect_component(std::uint32_t seed) {
  component_resources_.assign(1, seed);
  component_flows_.clear();
  resources_[seed].visit = visit_;
  for (std::size_t i = 0; i < component_resources_.size(); ++i) {
    for (const Member& member : resources_[component_resources_[i]].members) {
      Flow& flow = table_.flows[member.flow];
      if (flow.visit == visit_) continue;
      flow.visit = visit_;
      component_flows_.push_back(member.flow);
      for (const Flow::Member& m : flow.uses) {
        if (resources_[m.use.resource].visit == visit_ || left_out(resources_[m.use.resource])) continue;
        resources_[m.use.resource].visit = visit_;
        component_resources_.push_back(m.use.resource);
      }
    }
  }
}

void FlowSystem::solve_component() {
  problem_.clear();
  for (const std::uint32_t r : component_resources_) {
    resources_[r].local = problem_.add_resource(resources_[r].capacity);
  }
  for (const FlowIndex f : component_flows_) {
    problem_.add_flow(table_.flows[f].weight);
    for (const Flow::Member& m : table_.flows[f].uses) {
      const Resource& resource = resources_[m.use.resource];
      if (resource.visit != visit_) continue;  // left out
      problem_.add_use(resource.local, m.use.per_byte);
    }
  }
  problem_.solve();
  for (const std::uint32_t r : component_resources_) resources_[r].binding = !roomy(resources_[r]);
}

void FlowSystem::apply_rates() {
  for (std::uint32_t i = 0; i < component_flows_.size(); ++i) {
    set_rate(component_flows_[i], problem_.rate(i));
  }
}

bool FlowSystem::stalled(const Flow& flow) const {
  for (const Flow::Member& m : flow.uses) {
    if (resources_[m.use.resource].capacity <= 0) return true;
  }
  return false;
}

// An unchanged rate leaves the flow alone: nothing is rounded without need.
void FlowSystem::set_rate(FlowIndex index, double rate) {
  Flow& flow = table_.flows[index];
  if (rate == flow.rate) return;
  SIM_CHECK(rate > 0 || stalled(flow), "a flow got no rate");
  flow.left = left(index);
  flow.touched = engine_.now();
  if (rate <= 0) {
    ends_.remove(index);
    flow.rate = 0;
    return;
  }
  const SimTime end = flow.touched + std::max(Duration(1), seconds(flow.left / rate));
  if (flow.rate > 0) {
    ends_.change(index, end);
  } else {
    ends_.push(index, end, flow.order);
  }
  flow.rate = rate;
}

void FlowSystem::arm() {
  if (ends_.empty() || armed_for_ <= ends_.top().key) return;
  engine_.cancel(armed_);
  armed_for_ = ends_.top().key;
  armed_ = engine_.at(armed_for_, [this] { fire(); }, Priority::completion);
}

void FlowSystem::fire() {
  armed_for_ = kNever;
  while (!ends_.empty() && ends_.top().key <= engine_.now()) {
    const FlowIndex flow = ends_.top().item;
    const std::uint32_t tag = table_.flows[flow].tag;
    leave_general(flow);
    free_.push_back(flow);
    sink_.flow_done(tag);
  }
  arm();
}

}  // namespace lastmile::network::fluid
