#include "network/fluid/duty_budget.hpp"

#include <algorithm>
#include <cmath>

namespace lastmile::network::fluid {

double narrow_airtime_s(const NarrowLink& link, double rate, double bytes) {
  const double packets = std::ceil(bytes / link.packets.payload_bytes);
  return packets * to_seconds(link.packets.overhead) +
         (bytes + packets * link.packets.header_bytes) / rate;
}

Duration DutyBudget::take(SimTime now, double airtime_s) {
  left_s_ = std::min(most_s_, left_s_ + share_ * to_seconds(now - touched_));
  touched_ = now;
  const double wait_s = (airtime_s - left_s_) / share_ - airtime_s;
  left_s_ -= airtime_s;
  return seconds(std::max(0.0, wait_s));
}

}  // namespace lastmile::network::fluid
