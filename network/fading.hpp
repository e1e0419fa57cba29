// fading: how strong each resource block of an LTE carrier arrives, over time.
//   |H(k, t)|^2,  H(k, t) = sum_i sqrt(p_i) g_i(t) exp(-j 2 pi f_k tau_i)
//   g_i(t) = M^-1/2 sum_m exp(j (2 pi f_d cos(a_m) t + phi_m)),  a_m = 2 pi (m + theta_m) / M
//     p_i, tau_i    power (sum 1) and delay [s] of tap i
//     f_k           middle of block k from the carrier's middle [Hz]; flat within a block (180 kHz)
//     f_d           greatest Doppler shift v f_c / c [Hz]
//     theta, phi    uniform over [0, 1) and [0, 2 pi), drawn once a link and tap; M = 16
//   Mean power 1; the mean over links of g(t) g*(t + s) is J0(2 pi f_d s) exactly.
// Source:  taps: TS 36.104 annex B.2 (EPA, EVA, ETU; in its tables delays in ns, powers in dB).
//          Sinusoids: Xiao, Zheng, Beaulieu 2006, doi:10.1109/TWC.2006.256990 (read as abstract).
// Valid:   speeds of pedestrians to trains; one antenna at each end. Links are independent of each other.
// Ignores: change within 1 ms and within a block, correlation between antennas and cells.
// Portable bits: sine and cosine are polynomials here; log and exp are the engine's.
// Checked: tests/unit/network/fading_test.cpp.  C++17-clean.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "network/topology.hpp"

namespace lastmile::network {

struct Wave {
  double cosine, sine;
};
/// Of an angle in turns (1 turn = 2 pi); absolute error below 1e-14 + that of the angle.
Wave wave_of(double turns);

struct FadingTap {
  double delay_s, power;  ///< powers of a profile sum to 1
};
/// REQUIRES a profile other than none.
const std::vector<FadingTap>& fading_taps(LteFading profile);

/// What all links of one carrier and direction share: the taps' phases at each block.
class FadingCarrier {
 public:
  FadingCarrier(LteFading profile, double hertz, double mps, int blocks);

  [[nodiscard]] double doppler_hz() const { return doppler_hz_; }
  [[nodiscard]] int blocks() const { return blocks_; }

 private:
  friend class FadingLink;
  const std::vector<FadingTap>& taps_;
  double doppler_hz_;
  int blocks_;
  std::vector<Wave> phases_;  // [block][tap]
};

/// One pair of antennas. A function of time: looking back or ahead is allowed and draws nothing.
class FadingLink {
 public:
  /// The carrier outlives it.
  FadingLink(const FadingCarrier& carrier, std::uint64_t seed, const std::string& name);
  /// Power gain of every block at this time, the same within a millisecond.
  const std::vector<double>& gains(std::int64_t at_ns);
  /// Complex gain of one tap, mean power 1; for tests.
  [[nodiscard]] Wave tap(std::size_t index, double at_s) const;

 private:
  static constexpr std::size_t kSinusoids = 16;
  static constexpr double kAmplitude = 0.25;
  struct Sinusoid {
    double hertz, turns;
  };

  const FadingCarrier& carrier_;
  std::vector<std::array<Sinusoid, kSinusoids>> taps_;
  std::int64_t known_ms_ = -1;
  std::vector<double> gains_;
};

}  // namespace lastmile::network
