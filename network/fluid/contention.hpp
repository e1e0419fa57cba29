// contention: what a turn on the air costs among n stations that have something to send.
//   idle(n) = (1 - P_tr) / (P_tr P_s)   slots that nobody sends in, per turn that succeeds
//   lost(n) = 1 / P_s - 1               collisions per turn that succeeds
//   P_tr, P_s of Bianchi's fixed point for n stations (bianchi.hpp)
// idle(1) is half the smallest window. Computed once for up to 64 stations; more count as 64.
// Source:  Bianchi 2000, doi:10.1109/49.840210.
// Valid:   stations that hear each other. Ignores: what a collision leaves readable (capture).
// Checked: tests/cross/bianchi_test.cpp (the fluid network's saturated stations).
#pragma once

#include <algorithm>
#include <array>

#include "network/fluid/bianchi.hpp"

namespace lastmile::network::fluid {

class Contention {
 public:
  /// Windows of `cw_min` + 1 slots, doubled up to `doublings` times.
  Contention(double cw_min, double doublings) {
    Dcf dcf;
    dcf.windows = cw_min + 1;
    dcf.doublings = doublings;
    for (std::size_t n = 1; n <= kMost; ++n) {
      const auto stations = static_cast<double>(n);
      const double tau = attempt_rate_of(static_cast<int>(n), dcf);
      const double none = portable_pow(1 - tau, stations);
      const double one = stations * tau * portable_pow(1 - tau, stations - 1);
      idle_[n - 1] = none / one;
      lost_[n - 1] = (1 - none) / one - 1;
    }
  }
  [[nodiscard]] double idle(std::size_t stations) const { return idle_[place(stations)]; }
  [[nodiscard]] double lost(std::size_t stations) const { return lost_[place(stations)]; }

 private:
  static constexpr std::size_t kMost = 64;
  static std::size_t place(std::size_t stations) { return std::clamp<std::size_t>(stations, 1, kMost) - 1; }
  std::array<double, kMost> idle_{}, lost_{};
};

}  // namespace lastmile::network::fluid
