// The fading generator against theory: Clarke's isotropic scattering and the profiles' taps.
#include "network/fading.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdio>

using namespace lastmile;
using namespace lastmile::network;

namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kHertz = 1842.5e6;

FadingLink link_of(const FadingCarrier& carrier, int i) {
  return FadingLink(carrier, 7, "fading/" + std::to_string(i));
}

std::complex<double> tap_of(const FadingLink& link, double at_s) {
  const Wave wave = link.tap(0, at_s);
  return {wave.cosine, wave.sine};
}

}  // namespace

TEST_CASE("sine and cosine from a polynomial") {
  double worst = 0;
  for (int i = -4000; i <= 4000; ++i) {
    const double turns = i * 0.00137;
    const Wave wave = wave_of(turns);
    worst = std::max({worst, std::abs(wave.cosine - std::cos(2 * kPi * turns)),
                      std::abs(wave.sine - std::sin(2 * kPi * turns))});
  }
  CHECK(worst < 1e-14);
}

TEST_CASE("taps are those of TS 36.104 annex B.2, with powers that sum to 1") {
  const std::size_t counts[] = {7, 9, 9};
  const double last_ns[] = {410, 2510, 5000};
  int i = 0;
  for (const LteFading profile : {LteFading::epa, LteFading::eva, LteFading::etu}) {
    double sum = 0;
    for (const FadingTap& tap : fading_taps(profile)) sum += tap.power;
    CHECK(sum == doctest::Approx(1));
    CHECK(fading_taps(profile).size() == counts[i]);
    CHECK(fading_taps(profile).back().delay_s == doctest::Approx(last_ns[i++] * 1e-9));
  }
  CHECK(10 * std::log10(fading_taps(LteFading::epa)[5].power / fading_taps(LteFading::epa)[0].power) ==
        doctest::Approx(-17.2));
}

TEST_CASE("mean power is 0 dB over links and over time, and the power is exponential") {
  for (const LteFading profile : {LteFading::epa, LteFading::eva, LteFading::etu}) {
    const FadingCarrier carrier(profile, kHertz, 10, 25);
    double sum = 0, squares = 0, below = 0, n = 0;
    for (int i = 0; i < 400; ++i) {
      FadingLink link = link_of(carrier, i);
      for (std::int64_t ms = 0; ms < 2000; ms += 100) {
        for (const double gain : link.gains(ms * 1'000'000)) {
          sum += gain;
          squares += gain * gain;
          below += gain < 0.1 ? 1 : 0;
          n += 1;
        }
      }
    }
    const double mean_db = 10 * std::log10(sum / n);
    std::printf("fading: mean Expectation: 0 dB  Actual: %+.3f dB; E[p^2]/E[p]^2 Expectation: 2  Actual: "
                "%.3f; P(p < -10 dB) Expectation: %.4f  Actual: %.4f\n",
                mean_db, squares / n / (sum / n * (sum / n)), 1 - std::exp(-0.1), below / n);
    CHECK(std::abs(mean_db) < 0.1);
    CHECK(squares / n == doctest::Approx(2).epsilon(0.05));
    CHECK(below / n == doctest::Approx(1 - std::exp(-0.1)).epsilon(0.08));
  }
}

TEST_CASE("correlation over time is J0 of the Doppler shift") {
  const FadingCarrier carrier(LteFading::epa, kHertz, 10, 6);
  CHECK(carrier.doppler_hz() == doctest::Approx(61.46).epsilon(1e-3));
  for (const double lag_s : {0.002, 0.004, 0.00623, 0.010, 0.020}) {
    std::complex<double> sum = 0;
    constexpr int links = 4000;
    for (int i = 0; i < links; ++i) {
      const FadingLink link = link_of(carrier, i);
      sum += tap_of(link, 1 + lag_s) * std::conj(tap_of(link, 1));
    }
    const double expected = std::cyl_bessel_j(0, 2 * kPi * carrier.doppler_hz() * lag_s);
    const double actual = sum.real() / links;
    std::printf("fading: correlation after %.2f ms Expectation: %+.3f  Actual: %+.3f\n", 1e3 * lag_s,
                expected, actual);
    CHECK(std::abs(actual - expected) < 0.05);
    CHECK(std::abs(sum.imag() / links) < 0.05);
  }
}

TEST_CASE("crossings of a level are as many as Rice's formula says") {
  const FadingCarrier carrier(LteFading::epa, kHertz, 10, 6);
  for (const double level_db : {0.0, -10.0}) {
    const double rho = std::pow(10, level_db / 20);
    int crossings = 0;
    constexpr int links = 240, steps = 4000;  // of 0.25 ms
    for (int i = 0; i < links; ++i) {
      const FadingLink link = link_of(carrier, i);
      double before = std::abs(tap_of(link, 0));
      for (int step = 1; step < steps; ++step) {
        const double now = std::abs(tap_of(link, 0.25e-3 * step));
        crossings += before < rho && now >= rho ? 1 : 0;
        before = now;
      }
    }
    const double expected = std::sqrt(2 * kPi) * carrier.doppler_hz() * rho * std::exp(-rho * rho);
    const double actual = crossings / (links * steps * 0.25e-3);
    std::printf("fading: upward crossings of %+.0f dB Expectation: %.1f /s  Actual: %.1f /s\n", level_db,
                expected, actual);
    CHECK(actual == doctest::Approx(expected).epsilon(0.07));
  }
}

TEST_CASE("blocks are as much alike as the taps' spread of delays lets them be") {
  for (const LteFading profile : {LteFading::epa, LteFading::eva, LteFading::etu}) {
    const FadingCarrier carrier(profile, kHertz, 1, 50);
    double product = 0;
    constexpr int links = 4000;
    for (int i = 0; i < links; ++i) {
      FadingLink link = link_of(carrier, i);
      const auto& gains = link.gains(0);
      product += (gains[10] - 1) * (gains[15] - 1);
    }
    std::complex<double> transform = 0;
    for (const FadingTap& tap : fading_taps(profile)) {
      transform += std::polar(tap.power, -2 * kPi * 5 * 180e3 * tap.delay_s);
    }
    const double expected = std::norm(transform), actual = product / links;
    std::printf("fading: correlation of powers 900 kHz apart Expectation: %.3f  Actual: %.3f\n", expected,
                actual);
    CHECK(std::abs(actual - expected) < 0.12);
  }
}

TEST_CASE("a link is a function of its name and the time") {
  const FadingCarrier carrier(LteFading::eva, kHertz, 1, 6);
  FadingLink one(carrier, 1, "a"), again(carrier, 1, "a"), other(carrier, 1, "b"), seed(carrier, 2, "a");
  one.gains(5'000'000'000);
  one.gains(9'000'000'000);
  CHECK(one.gains(5'000'400'000) == again.gains(5'000'000'000));
  CHECK(one.gains(5'000'000'000) != other.gains(5'000'000'000));
  CHECK(one.gains(5'000'000'000) != seed.gains(5'000'000'000));
}
