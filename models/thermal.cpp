#include "models/thermal.hpp"

#include <algorithm>
#include <limits>

#include "models/data_file.hpp"
#include "sim/error.hpp"
#include "sim/random.hpp"

namespace lastmile::models {

ThermalProfile read_thermal(const DataTable& table, Watts idle) {
  table.allow({"resistance_k_per_w", "time_constant_s", "ambient_c", "limit_c", "speed_exponent"});
  const ThermalProfile read{table.positive("resistance_k_per_w"), table.positive("time_constant_s"),
                            table.signed_number("ambient_c"), table.signed_number("limit_c"),
                            table.positive("speed_exponent"), table.origin()};
  if (read.ambient_c + read.resistance_k_per_w * idle.value() >= read.limit_c)
    table.refuse("limit_c", "must be above the temperature of an idle device");
  return read;
}

double sustained_speed(const ThermalProfile& profile, Watts idle, Watts load) {
  const double kept = (profile.limit_c - profile.ambient_c) / profile.resistance_k_per_w - idle.value();
  const double full = load.value() - idle.value();
  if (kept >= full) return 1.0;
  return portable_exp(profile.speed_exponent * portable_log(kept / full));
}

ThermalState::ThermalState(const ThermalProfile& profile, Watts idle, Watts load)
    : profile_(profile),
      equilibrium_idle_(profile.ambient_c + profile.resistance_k_per_w * idle.value()),
      equilibrium_busy_(profile.ambient_c + profile.resistance_k_per_w * load.value()),
      sustained_(sustained_speed(profile, idle, load)),
      celsius_(equilibrium_idle_) {}

void ThermalState::advance(double seconds, bool busy) {
  if (busy && seconds >= seconds_to_limit()) celsius_ = profile_.limit_c;  // exactly, or speed() would not see it
  if (busy && at_limit()) return;
  const double target = busy ? equilibrium_busy_ : equilibrium_idle_;
  celsius_ = target + (celsius_ - target) * portable_exp(-seconds / profile_.time_constant_s);
}

double ThermalState::seconds_to_limit() const {
  if (equilibrium_busy_ <= profile_.limit_c || at_limit()) return std::numeric_limits<double>::infinity();
  const double left = (equilibrium_busy_ - celsius_) / (equilibrium_busy_ - profile_.limit_c);
  return profile_.time_constant_s * portable_log(left);
}

}  // namespace lastmile::models
