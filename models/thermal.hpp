// Temperature of a device that computes, and what its clock does about it: first order.
//
// Formulae   R C dT/dt = T_a + R P - T, so with constant P
//              T(t) = T_e + (T_0 - T_e) exp(-t / tau), T_e = T_a + R P, tau = R C
//              reaches T_l after tau ln((T_e - T_0) / (T_e - T_l)), if T_e > T_l
//            at T_l the clock falls to what can be kept up:
//              speed = ((T_l - T_a) / R - P_idle) / (P_load - P_idle)) ^ x, T stays at T_l
// Symbols    T temperature (deg C): T_a ambient, T_l limit, T_e equilibrium, T_0 at the start; P power (W): P_load at
//            full speed, P_idle; R thermal resistance to ambient (K/W); C heat capacity (J/K); tau (s); x: 1 where
//            power falls with the clock alone, 1/3 where the voltage falls with it (dynamic power ~ f V^2)
// Source     lumped RC: Skadron et al. 2004, doi:10.1145/980152.980157 (remembered); running above the
//            sustainable power until heat capacity is used up: Raghavan et al. 2012,
//            doi:10.1109/HPCA.2012.6169031 (remembered). Numbers: device files, each with its own
// Validity   one temperature for the device, seconds to minutes; a governor that settles at the limit
// Ignores    hot spots, several time constants (chip, board, case), leakage that grows with temperature, fans,
//            the steps and the hysteresis of real governors
// Tests      tests/unit/models/thermal_test.cpp (closed form, and against small steps)
#pragma once

#include "models/provenance.hpp"
#include "sim/units.hpp"

namespace lastmile::models {

class DataTable;

struct ThermalProfile {
  double resistance_k_per_w = 0;
  double time_constant_s = 0;
  double ambient_c = 0;
  double limit_c = 0;
  double speed_exponent = 0;
  Origin origin;
};

/// Group [thermal] of a device file. ConfigError if a device that idles would be above its limit.
ThermalProfile read_thermal(const DataTable& table, Watts idle);

/// Share of full speed that can be kept up at the limit, at most 1.
double sustained_speed(const ThermalProfile& profile, Watts idle, Watts load);

/// The temperature as time goes by; starts where idling leaves it.
class ThermalState {
 public:
  ThermalState(const ThermalProfile& profile, Watts idle, Watts load);

  /// That long at full power (held at the limit once it is reached), or idle.
  void advance(double seconds, bool busy);
  [[nodiscard]] double celsius() const { return celsius_; }
  /// Of work that is done from now on.
  [[nodiscard]] double speed() const { return at_limit() ? sustained_ : 1.0; }
  /// Seconds of work from now until the speed falls; infinity if it never does, or has.
  [[nodiscard]] double seconds_to_limit() const;

 private:
  [[nodiscard]] bool at_limit() const { return equilibrium_busy_ > profile_.limit_c && celsius_ >= profile_.limit_c; }

  ThermalProfile profile_;
  double equilibrium_idle_, equilibrium_busy_, sustained_, celsius_;
};

}  // namespace lastmile::models
