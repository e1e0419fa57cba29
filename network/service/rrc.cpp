#include "network/service/rrc.hpp"

#include <algorithm>

namespace lastmile::network {

Rrc::Rrc(const RadioStates& states, RandomStream random) : s_(states), random_(random) {
  promotion_from_ = connected_at_ = quiet_since_ = kTimeZero - tail();
}

void Rrc::promote(SimTime from) {
  promotion_from_ = from;
  connected_at_ = quiet_since_ = from + s_.promotion;
}

SimTime Rrc::wake(SimTime now, bool from_network) {
  settle(now);
  if (now < connected_at_) {  // another message's promotion, perhaps still to be paged
    if (!from_network && now < promotion_from_) promote(now);
    return connected_at_;
  }
  if (moving_ > 0) return now;
  if (now >= quiet_since_ + tail()) {
    const double cycle_s = to_seconds(s_.paging_cycle);
    promote(now + (from_network ? seconds(random_.uniform(0, cycle_s)) : Duration(0)));
    ++spent_.promotions;
    return connected_at_;
  }
  return from_network ? next_on(now) : now;
}

SimTime Rrc::next_on(SimTime now) const {
  Duration in_state = now - quiet_since_ - s_.continuous;
  if (in_state < Duration(0)) return now;
  const bool is_short = in_state < s_.short_drx;
  if (!is_short) in_state -= s_.short_drx;
  const Duration cycle = is_short ? s_.short_cycle : s_.long_cycle;
  if (cycle <= Duration(0)) return now;
  const Duration in_cycle = in_state % cycle;
  if (in_cycle < s_.on_duration) return now;
  const Duration left = (is_short ? s_.short_drx : s_.long_drx) - in_state;
  return now + std::min(cycle - in_cycle, left);
}

void Rrc::begin(SimTime now) {
  settle(now);
  ++moving_;
}

void Rrc::end(SimTime now) {
  SIM_CHECK(moving_ > 0, "a radio message ends that has not begun");
  settle(now);
  if (--moving_ == 0) quiet_since_ = now;
}

StateTimes Rrc::times(SimTime now) const {
  Rrc later = *this;
  later.settle(now);
  return later.spent_;
}

// From counted_ on, as far as one state lasts, again and again.
void Rrc::settle(SimTime now) {
  while (counted_ < now) {
    SimTime until = now;
    Duration* state = &spent_.active;
    if (counted_ < connected_at_) {
      const bool paging = counted_ < promotion_from_;
      state = paging ? &spent_.idle : &spent_.promotion;
      until = std::min(now, paging ? promotion_from_ : connected_at_);
    } else if (moving_ == 0) {
      counted_ = settle_tail(now);
      continue;
    }
    *state += until - counted_;
    counted_ = until;
  }
}

SimTime Rrc::settle_tail(SimTime now) {
  const SimTime short_from = quiet_since_ + s_.continuous, long_from = short_from + s_.short_drx,
                idle_from = long_from + s_.long_drx;
  Duration* state = &spent_.idle;
  SimTime end = now;
  if (counted_ < short_from) {
    state = &spent_.continuous, end = short_from;
  } else if (counted_ < long_from) {
    state = &spent_.short_drx, end = long_from;
  } else if (counted_ < idle_from) {
    state = &spent_.long_drx, end = idle_from;
  }
  end = std::min(end, now);
  *state += end - counted_;
  return end;
}

}  // namespace lastmile::network
