#include "network/fluid/max_min.hpp"

#include <algorithm>

namespace lastmile::network::fluid {

void MaxMin::clear() {
  resources_.clear();
  flows_.clear();
  uses_.clear();
}

std::uint32_t MaxMin::add_resource(double capacity) {
  resources_.push_back({capacity, 0, 0, 0, kNone});
  return static_cast<std::uint32_t>(resources_.size() - 1);
}

std::uint32_t MaxMin::add_flow(double weight) {
  flows_.push_back({weight, 0, true, kNone});
  return static_cast<std::uint32_t>(flows_.size() - 1);
}

void MaxMin::add_use(std::uint32_t resource, double per_byte) {
  Resource& r = resources_[resource];
  Flow& f = flows_.back();
  const auto flow = static_cast<std::uint32_t>(flows_.size() - 1);
  const auto use = static_cast<std::uint32_t>(uses_.size());
  uses_.push_back({flow, resource, per_byte, r.first_use, f.first_use});
  r.first_use = f.first_use = use;
  r.load += per_byte * f.weight;
  ++r.rising;
}

namespace {
double level_of(double capacity, double used, double load) {
  return load > 0 ? std::max(0.0, capacity - used) / load : 0;
}
}  // namespace

std::uint32_t MaxMin::tightest() const {
  std::uint32_t best = kNone;
  double best_level = 0;
  for (std::uint32_t i = 0; i < resources_.size(); ++i) {
    const Resource& r = resources_[i];
    if (r.rising == 0) continue;
    const double level = level_of(r.capacity, r.used, r.load);
    if (best == kNone || level < best_level) {
      best = i;
      best_level = level;
    }
  }
  return best;
}

void MaxMin::fix(Flow& flow, double level) {
  flow.rising = false;
  flow.rate = flow.weight * level;
  for (std::uint32_t u = flow.first_use; u != kNone; u = uses_[u].next_of_flow) {
    Resource& r = resources_[uses_[u].resource];
    r.used += uses_[u].per_byte * flow.rate;
    r.load -= uses_[u].per_byte * flow.weight;
    --r.rising;
  }
}

// The level never falls: what rounding takes from a nearly full resource must not stop a flow.
void MaxMin::fix_flows_of(std::uint32_t resource) {
  const Resource& r = resources_[resource];
  level_ = std::max(level_, level_of(r.capacity, r.used, r.load));
  for (std::uint32_t u = r.first_use; u != kNone; u = uses_[u].next_of_resource) {
    Flow& flow = flows_[uses_[u].flow];
    if (flow.rising) fix(flow, level_);
  }
}

void MaxMin::solve() {
  level_ = 0;
  for (std::uint32_t r = tightest(); r != kNone; r = tightest()) fix_flows_of(r);
}

std::vector<double> max_min_rates(const std::vector<double>& capacity,
                                  const std::vector<Demand>& demands) {
  MaxMin problem;
  for (const double c : capacity) problem.add_resource(c);
  for (const Demand& d : demands) {
    problem.add_flow(d.weight);
    for (const Use& use : d.uses) problem.add_use(use.resource, use.per_byte);
  }
  problem.solve();
  std::vector<double> rates;
  for (std::uint32_t f = 0; f < demands.size(); ++f) rates.push_back(problem.rate(f));
  return rates;
}

}  // namespace lastmile::network::fluid
