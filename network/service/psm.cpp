#include "network/service/psm.hpp"

#include <algorithm>

namespace lastmile::network {

Psm::Psm(const WifiPowerSave& options, Duration phase)
    : awake_(options.awake), period_(options.beacon_interval * options.listen_interval), phase_(phase),
      quiet_since_(kTimeZero - options.awake) {
  SIM_CHECK(period_ > Duration(0), "beacons need an interval");
}

SimTime Psm::wake(SimTime now, bool from_network) {
  settle(now);
  if (!from_network || moving_ > 0 || now < quiet_since_ + awake_) return now;
  const SimTime first = kTimeZero + phase_;
  if (now <= first) return first;
  const auto periods = (now - first + period_ - Duration(1)) / period_;
  return first + periods * period_;
}

void Psm::begin(SimTime now) {
  settle(now);
  ++moving_;
}

void Psm::end(SimTime now) {
  SIM_CHECK(moving_ > 0, "a radio message ends that has not begun");
  settle(now);
  if (--moving_ == 0) quiet_since_ = now;
}

StateTimes Psm::times(SimTime now) const {
  Psm later = *this;
  later.settle(now);
  return later.spent_;
}

void Psm::settle(SimTime now) {
  const SimTime doze_from = moving_ > 0 ? now : std::clamp(quiet_since_ + awake_, counted_, now);
  spent_.awake += doze_from - counted_;
  spent_.doze += now - doze_from;
  counted_ = now;
}

}  // namespace lastmile::network
