// Units: what compiles, what must not, and how seconds become nanoseconds.
#include "sim/units.hpp"

#include <doctest/doctest.h>

using namespace lastmile;
using namespace lastmile::literals;

namespace {

template <class A, class B>
concept Adds = requires(A a, B b) {
  a + b;
};
template <class A, class B>
concept Subtracts = requires(A a, B b) {
  a - b;
};
template <class A, class B>
concept Multiplies = requires(A a, B b) {
  a* b;
};
template <class A, class B>
concept Divides = requires(A a, B b) {
  a / b;
};
template <class A, class B>
concept Compares = requires(A a, B b) {
  a < b;
};
template <class From, class To>
concept Becomes = std::is_convertible_v<From, To>;

// What means something compiles ...
static_assert(Adds<Bytes, Bytes> && Subtracts<Joules, Joules> && Compares<Watts, Watts>);
static_assert(Divides<Bytes, ByteRate> && Divides<Flops, FlopRate> && Divides<Bytes, Bytes>);
static_assert(Multiplies<Watts, Duration> && Multiplies<Duration, Watts>);
static_assert(Multiplies<ByteRate, Duration> && Multiplies<Bytes, double>);
static_assert(Adds<SimTime, Duration> && Subtracts<SimTime, SimTime>);

// ... and what does not, does not.
static_assert(!Adds<SimTime, SimTime> && !Multiplies<SimTime, double>);
static_assert(!Divides<Bytes, FlopRate> && !Divides<Flops, ByteRate> && !Divides<Joules, Watts>);
static_assert(!Adds<Bytes, Flops> && !Adds<Bytes, double> && !Subtracts<Joules, Watts>);
static_assert(!Multiplies<Bytes, Bytes> && !Multiplies<Watts, SimTime>);
static_assert(!Multiplies<Dbm, Duration> && !Adds<Duration, double>);
static_assert(!Compares<Bytes, Flops> && !Compares<Bytes, double>);
static_assert(!Becomes<double, Bytes> && !Becomes<Bytes, double> && !Becomes<double, Duration>);
static_assert(!Becomes<Bytes, ByteRate> && !Becomes<Duration, SimTime>);

}  // namespace

TEST_CASE("units: a megabyte is not a mebibyte") {
  CHECK((1_MB).value() == 1e6);
  CHECK((1_MiB).value() == 1048576);
  CHECK((3_kB).value() == 3000);
  CHECK((3_KiB).value() == 3072);
  CHECK(7_B + 1_kB == Bytes(1007));
  CHECK((8_Mbps).value() == 1e6);
  CHECK(1_Gbps == 1000.0 * 1_Mbps);
  CHECK(bits_per_second(12).value() == 1.5);
}

TEST_CASE("units: products and quotients") {
  CHECK(1_MB / 8_Mbps == 1s);
  CHECK(Flops(2e9) / FlopRate(4e9) == 500ms);
  CHECK((Watts(3) * 2s).value() == doctest::Approx(6));
  CHECK((8_Mbps * 250ms).value() == doctest::Approx(250000));
  CHECK(6_MB / 3_MB == 2.0);
  Bytes sum{1};
  sum += 4_B;
  sum -= 2_B;
  CHECK(sum == 3_B);
  CHECK((2_B < 3_B && 3_B <= 3_B && 4_B > 3_B && 4_B >= 4_B && 4_B != 3_B));
}

TEST_CASE("units: seconds are rounded up to the next nanosecond") {
  CHECK(seconds(0) == 0ns);
  CHECK(seconds(1e-12) == 1ns);
  CHECK(seconds(2.1e-9) == 3ns);
  CHECK(seconds(0.5) == 500ms);
  CHECK(1_B / 1_Gbps == 8ns);
  CHECK(1_B / ByteRate(3e8) == 4ns);
  CHECK(to_seconds(1500ms) == 1.5);
  CHECK(to_seconds(kTimeZero + 250ms) == doctest::Approx(0.25));
}

TEST_CASE("units: what is not a duration is refused") {
  CHECK_THROWS_AS(seconds(-1e-12), InternalError);
  CHECK_THROWS_AS(seconds(9.3e9), InternalError);
  CHECK_THROWS_AS(seconds(std::nan("")), InternalError);
  CHECK_THROWS_AS(static_cast<void>(1_B / ByteRate(0)), InternalError);
  CHECK_NOTHROW(seconds(9.1e9));
}
