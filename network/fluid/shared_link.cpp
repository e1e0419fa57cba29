#include "network/fluid/shared_link.hpp"

#include <algorithm>

namespace lastmile::network::fluid {

void SharedLink::add_load(FlowIndex flow, double sign) {
  const Flow& f = table_.flows[flow];
  load_ += sign * f.weight * f.uses.front().use.per_byte;
}

double SharedLink::virtual_now() const {
  if (ends_.empty()) return 0;
  return virtual_ + to_seconds(engine_.now() - touched_) * speed_;
}

void SharedLink::advance() {
  virtual_ = virtual_now();  // starts again from 0 after every idle spell
  touched_ = engine_.now();
}

void SharedLink::join(FlowIndex flow, double amount) {
  advance();
  const Flow& f = table_.flows[flow];
  add_load(flow, 1);
  ends_.push(flow, virtual_ + amount / f.weight, f.order);
  change_speed();
  // One more only slows the others: what is armed for the first of them is still in time.
  if (armed_for_ == kNever || ends_.top().item == flow) arm();
}

double SharedLink::left(FlowIndex flow) const {
  return std::max(0.0, (ends_.of(flow).key - virtual_now()) * table_.flows[flow].weight);
}

double SharedLink::leave(FlowIndex flow) {
  advance();
  const double bytes = left(flow);
  remove(flow);
  arm();
  return bytes;
}

void SharedLink::remove(FlowIndex flow) {
  ends_.remove(flow);
  add_load(flow, -1);
  if (ends_.empty()) {
    load_ = 0;
  } else {
    change_speed();
  }
}

// An armed event that turns out to be early arms itself again: cheaper than moving it at every
// arrival.
void SharedLink::arm() {
  if (ends_.empty()) return;
  const double wait_s = (ends_.top().key - virtual_) / speed_;
  const SimTime due = engine_.now() + std::max(Duration(1), seconds(std::max(0.0, wait_s)));
  if (armed_for_ <= due) return;
  engine_.cancel(armed_);
  armed_for_ = due;
  armed_ = engine_.at(due, [this] { fire(); }, Priority::completion);
}

void SharedLink::fire() {
  constexpr double half_tick_s = 0.5e-9;  // due times are whole nanoseconds
  armed_for_ = kNever;
  if (ends_.empty()) return;
  advance();
  done_.clear();
  while (!ends_.empty() && (ends_.top().key - virtual_) / speed_ <= half_tick_s) {
    done_.push_back(ends_.top().item);
    remove(ends_.top().item);
  }
  for (const FlowIndex flow : done_) owner_.shared_flow_done(flow);
  arm();
}

}  // namespace lastmile::network::fluid
