// bianchi: saturation throughput of 802.11's distributed coordination function.
//   tau = 2 (1 - 2p) / ((1 - 2p)(W + 1) + p W (1 - (2p)^m)),   p = 1 - (1 - tau)^(n - 1)
//   P_tr = 1 - (1 - tau)^n,   P_s = n tau (1 - tau)^(n - 1) / P_tr
//   S = P_s P_tr L / ((1 - P_tr) slot + P_tr P_s T_s + P_tr (1 - P_s) T_c)
//   T_s = t_data + SIFS + t_ack + DIFS,   T_c = t_data + EIFS
//   tau chance that a station sends in a slot, p that it collides, n stations, W = CWmin + 1 slots,
//   m doublings to CWmax, L payload [bit], t_* time of a frame [s], EIFS = SIFS + t_ack + DIFS (the
//   acknowledgement at the lowest basic rate), S [bit/s]
// Source:  Bianchi 2000, "Performance analysis of the IEEE 802.11 distributed coordination
//          function", doi:10.1109/49.840210; frame times IEEE 802.11-2020, clause 17 (OFDM).
// Valid:   every station always has a frame, all hear each other, no errors, no capture, no limit
//          on retries. Ignores: propagation, frames of other sizes (beacons).
// Checked: tests/cross/bianchi_test.cpp (corners of the model; against ns-3).
#pragma once

#include <cmath>

#include "sim/random.hpp"

namespace lastmile::network::fluid {

struct Dcf {
  double slot_s = 9e-6, sifs_s = 16e-6;
  double windows = 16;        ///< W
  double doublings = 6;       ///< m: CWmax 1023
  double rate = 6e6;          ///< of data and acknowledgements, bit/s
  double payload_bytes = 1000;
  double overhead_bytes = 64;  ///< UDP 8, IPv4 20, LLC 8, MAC header 24, FCS 4
};

/// Preamble and signal 20 us, then symbols of 4 us; 16 service and 6 tail bits.
inline double ofdm_frame_s(double bytes, double rate) {
  return 20e-6 + 4e-6 * std::ceil((16 + 8 * bytes + 6) / (rate * 4e-6));
}

inline double attempt_rate(double collision, const Dcf& d) {
  const double p = collision, w = d.windows;
  return 2 * (1 - 2 * p) / ((1 - 2 * p) * (w + 1) + p * w * (1 - portable_pow(2 * p, d.doublings)));
}

/// tau of n stations, by bisection: one side falls in tau, the other rises.
inline double attempt_rate_of(int stations, const Dcf& d) {
  double low = 0, high = 1;
  for (int i = 0; i < 100; ++i) {
    const double tau = (low + high) / 2;
    const double collision = 1 - portable_pow(1 - tau, stations - 1);
    (attempt_rate(collision, d) > tau ? low : high) = tau;
  }
  return low;
}

/// Payload bits per second of all stations together.
inline double bianchi_throughput(int stations, const Dcf& d) {
  const double tau = attempt_rate_of(stations, d);
  const double busy = 1 - portable_pow(1 - tau, stations);
  const double alone = stations * tau * portable_pow(1 - tau, stations - 1);
  const double data_s = ofdm_frame_s(d.payload_bytes + d.overhead_bytes, d.rate);
  const double ack_s = ofdm_frame_s(14, d.rate), difs_s = d.sifs_s + 2 * d.slot_s;
  const double taken_s = data_s + d.sifs_s + ack_s + difs_s;  // EIFS makes a collision as long
  return 8 * d.payload_bytes * alone / ((1 - busy) * d.slot_s + busy * taken_s);
}

}  // namespace lastmile::network::fluid
