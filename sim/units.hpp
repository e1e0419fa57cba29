// Units are types: only operators that mean something compile (Bytes / FlopRate does not).
// C++17-clean, because network/ns3 includes it.
//
// Time is int64 nanoseconds. SimTime is a point on the simulated clock, Duration a difference of two;
// the sum of two points does not compile. Conversion of seconds to Duration rounds up to the next
// nanosecond and throws on NaN, negative or more than 292 years.
#pragma once

#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <ratio>

#include "sim/error.hpp"

namespace lastmile {

struct SimClock {
  using rep = std::int64_t;
  using period = std::nano;
  using duration = std::chrono::duration<rep, period>;
  using time_point = std::chrono::time_point<SimClock>;
  static constexpr bool is_steady = true;
};

using Duration = SimClock::duration;
using SimTime = SimClock::time_point;

inline constexpr SimTime kTimeZero{};
inline constexpr SimTime kNever = SimTime::max();

/// A double that carries its unit in its type. `value()` is in the base unit named by the alias below.
template <class Tag>
class Quantity {
 public:
  constexpr Quantity() = default;
  explicit constexpr Quantity(double value) : value_(value) {}
  [[nodiscard]] constexpr double value() const { return value_; }

  friend constexpr Quantity operator+(Quantity a, Quantity b) { return Quantity(a.value_ + b.value_); }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return Quantity(a.value_ - b.value_); }
  friend constexpr Quantity operator*(Quantity a, double k) { return Quantity(a.value_ * k); }
  friend constexpr Quantity operator*(double k, Quantity a) { return Quantity(a.value_ * k); }
  friend constexpr Quantity operator/(Quantity a, double k) { return Quantity(a.value_ / k); }
  friend constexpr double operator/(Quantity a, Quantity b) { return a.value_ / b.value_; }
  constexpr Quantity& operator+=(Quantity b) { value_ += b.value_; return *this; }
  constexpr Quantity& operator-=(Quantity b) { value_ -= b.value_; return *this; }
  friend constexpr bool operator==(Quantity a, Quantity b) { return a.value_ == b.value_; }
  friend constexpr bool operator!=(Quantity a, Quantity b) { return a.value_ != b.value_; }
  friend constexpr bool operator<(Quantity a, Quantity b) { return a.value_ < b.value_; }
  friend constexpr bool operator<=(Quantity a, Quantity b) { return a.value_ <= b.value_; }
  friend constexpr bool operator>(Quantity a, Quantity b) { return a.value_ > b.value_; }
  friend constexpr bool operator>=(Quantity a, Quantity b) { return a.value_ >= b.value_; }

 private:
  double value_ = 0;
};

using Bytes = Quantity<struct ByteTag>;          // bytes
using ByteRate = Quantity<struct ByteRateTag>;   // bytes per second
using Flops = Quantity<struct FlopTag>;          // floating-point operations (1 MAC = 2)
using FlopRate = Quantity<struct FlopRateTag>;   // floating-point operations per second
using Joules = Quantity<struct JouleTag>;
using Watts = Quantity<struct WattTag>;
using Hertz = Quantity<struct HertzTag>;
using Metres = Quantity<struct MetreTag>;
using Speed = Quantity<struct SpeedTag>;         // metres per second
using Decibels = Quantity<struct DecibelTag>;    // a ratio of powers
using Dbm = Quantity<struct DbmTag>;             // decibels above one milliwatt

/// Seconds to Duration, rounded up to a whole nanosecond.
inline Duration seconds(double s) {
  constexpr double limit_s = 9.2e9;  // int64 nanoseconds end at 292 years
  if (!(s >= 0) || s > limit_s) throw InternalError("not a duration: " + std::to_string(s) + " s");
  return Duration(static_cast<std::int64_t>(std::ceil(s * 1e9)));
}
constexpr double to_seconds(Duration d) { return static_cast<double>(d.count()) * 1e-9; }
constexpr double to_seconds(SimTime t) { return to_seconds(t.time_since_epoch()); }

inline Duration operator/(Bytes b, ByteRate r) { return seconds(b.value() / r.value()); }
inline Duration operator/(Flops f, FlopRate r) { return seconds(f.value() / r.value()); }
constexpr Joules operator*(Watts w, Duration d) { return Joules(w.value() * to_seconds(d)); }
constexpr Joules operator*(Duration d, Watts w) { return w * d; }
constexpr Bytes operator*(ByteRate r, Duration d) { return Bytes(r.value() * to_seconds(d)); }
constexpr ByteRate bits_per_second(double bps) { return ByteRate(bps / 8.0); }

namespace literals {
constexpr Bytes operator""_B(unsigned long long v) { return Bytes(static_cast<double>(v)); }
constexpr Bytes operator""_kB(unsigned long long v) { return Bytes(static_cast<double>(v) * 1e3); }
constexpr Bytes operator""_MB(unsigned long long v) { return Bytes(static_cast<double>(v) * 1e6); }
constexpr Bytes operator""_KiB(unsigned long long v) { return Bytes(static_cast<double>(v) * 1024); }
constexpr Bytes operator""_MiB(unsigned long long v) { return Bytes(static_cast<double>(v) * 1048576); }
constexpr ByteRate operator""_Mbps(unsigned long long v) { return bits_per_second(static_cast<double>(v) * 1e6); }
constexpr ByteRate operator""_Gbps(unsigned long long v) { return bits_per_second(static_cast<double>(v) * 1e9); }
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""us;
using std::chrono_literals::operator""ns;
using std::chrono_literals::operator""s;
}  // namespace literals

}  // namespace lastmile
