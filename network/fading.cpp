#include "network/fading.hpp"

#include <cmath>

#include "sim/error.hpp"
#include "sim/random.hpp"

namespace lastmile::network {
namespace {

constexpr double kTwoPi = 6.283185307179586476925;
constexpr double kLightMps = 299792458.0;
constexpr double kBlockHertz = 180e3;

struct Tap {
  double delay_ns, db;
};
const std::vector<Tap> kEpa = {{0, 0},    {30, -1},     {70, -2},    {90, -3},
                               {120, -8}, {190, -17.2}, {410, -20.8}};
const std::vector<Tap> kEva = {{0, 0},      {30, -1.5}, {150, -1.4}, {310, -3.6},  {370, -0.6},
                               {710, -9.1}, {1090, -7}, {1730, -12}, {2510, -16.9}};
const std::vector<Tap> kEtu = {{0, -1},  {50, -1},  {120, -1},  {200, 0},  {230, 0},
                               {500, 0}, {1600, -3}, {2300, -5}, {5000, -7}};

std::vector<FadingTap> normalised(const std::vector<Tap>& table) {
  std::vector<FadingTap> taps;
  double sum = 0;
  for (const Tap& tap : table) {
    taps.push_back({tap.delay_ns * 1e-9, portable_pow(10.0, tap.db / 10)});
    sum += taps.back().power;
  }
  for (FadingTap& tap : taps) tap.power /= sum;
  return taps;
}

// Taylor series by Horner; |x| is at most pi / 4, where the first term left out is below 1e-16.
double small_sine(double x) {
  const double q = x * x;
  double s = 1.0 / 355687428096000;
  for (const double c : {-1.0 / 1307674368000, 1.0 / 6227020800, -1.0 / 39916800, 1.0 / 362880,
                         -1.0 / 5040, 1.0 / 120, -1.0 / 6, 1.0}) {
    s = s * q + c;
  }
  return s * x;
}
double small_cosine(double x) {
  const double q = x * x;
  double s = 1.0 / 20922789888000;
  for (const double c : {-1.0 / 87178291200, 1.0 / 479001600, -1.0 / 3628800, 1.0 / 40320,
                         -1.0 / 720, 1.0 / 24, -1.0 / 2, 1.0}) {
    s = s * q + c;
  }
  return s;
}

}  // namespace

Wave wave_of(double turns) {
  const double quarters = std::floor(turns * 4 + 0.5);
  const double x = (turns - quarters / 4) * kTwoPi;
  const double s = small_sine(x), c = small_cosine(x);
  const double quadrant = quarters - 4 * std::floor(quarters / 4);
  if (quadrant == 0) return {c, s};
  if (quadrant == 1) return {-s, c};
  if (quadrant == 2) return {-c, -s};
  return {s, -c};
}

const std::vector<FadingTap>& fading_taps(LteFading profile) {
  static const std::vector<FadingTap> epa = normalised(kEpa), eva = normalised(kEva),
                                      etu = normalised(kEtu);
  SIM_CHECK(profile != LteFading::none, "no fading has no taps");
  return profile == LteFading::epa ? epa : profile == LteFading::eva ? eva : etu;
}

FadingCarrier::FadingCarrier(LteFading profile, double hertz, double mps, int blocks)
    : taps_(fading_taps(profile)), doppler_hz_(mps * hertz / kLightMps), blocks_(blocks) {
  for (int k = 0; k < blocks; ++k) {
    const double offset_hz = (k - (blocks - 1) / 2.0) * kBlockHertz;
    for (const FadingTap& tap : taps_) {
      const Wave phase = wave_of(-offset_hz * tap.delay_s);
      const double amplitude = std::sqrt(tap.power);
      phases_.push_back({amplitude * phase.cosine, amplitude * phase.sine});
    }
  }
}

FadingLink::FadingLink(const FadingCarrier& carrier, std::uint64_t seed, const std::string& name)
    : carrier_(carrier), taps_(carrier.taps_.size()), gains_(static_cast<std::size_t>(carrier.blocks_)) {
  RandomStream random(seed, name);
  for (auto& tap : taps_) {
    for (std::size_t m = 0; m < kSinusoids; ++m) {
      const double arrival = (static_cast<double>(m) + random.uniform()) / kSinusoids;
      tap[m] = {carrier.doppler_hz_ * wave_of(arrival).cosine, random.uniform()};
    }
  }
}

Wave FadingLink::tap(std::size_t index, double at_s) const {
  Wave sum{0, 0};
  for (const Sinusoid& part : taps_[index]) {
    const Wave wave = wave_of(part.hertz * at_s + part.turns);
    sum.cosine += wave.cosine;
    sum.sine += wave.sine;
  }
  return {sum.cosine * kAmplitude, sum.sine * kAmplitude};
}

const std::vector<double>& FadingLink::gains(std::int64_t at_ns) {
  const std::int64_t ms = at_ns / 1'000'000;
  if (ms == known_ms_) return gains_;
  known_ms_ = ms;
  std::vector<Wave> now;
  for (std::size_t i = 0; i < taps_.size(); ++i) now.push_back(tap(i, 1e-3 * static_cast<double>(ms)));
  const Wave* phase = carrier_.phases_.data();
  for (double& gain : gains_) {
    double real = 0, imaginary = 0;
    for (const Wave& g : now) {
      real += g.cosine * phase->cosine - g.sine * phase->sine;
      imaginary += g.cosine * phase->sine + g.sine * phase->cosine;
      ++phase;
    }
    gain = real * real + imaginary * imaginary;
  }
  return gains_;
}

}  // namespace lastmile::network
