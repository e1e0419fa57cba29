#include <doctest/doctest.h>

#include <string>

#include "sim/unit_text.hpp"

using namespace lastmile;

namespace {
template <class Parse>
std::string error_of(Parse parse, const char* text) {
  try {
    parse(text);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}
bool contains(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}
}  // namespace

TEST_CASE("durations are exact to the nanosecond") {
  CHECK(parse_duration("20ms").count() == 20'000'000);
  CHECK(parse_duration("0.1us").count() == 100);
  CHECK(parse_duration("1.1ms").count() == 1'100'000);
  CHECK(parse_duration("2 min").count() == 120'000'000'000);
  CHECK(parse_duration("0s").count() == 0);
}

TEST_CASE("bits are not bytes, and MB is not MiB") {
  CHECK(parse_byte_rate("8Mbps").value() == 1e6);
  CHECK(parse_byte_rate("8Mbit/s") == parse_byte_rate("1MB/s"));
  CHECK(parse_byte_rate("1MiB/s").value() == 1048576);
  CHECK(parse_bytes("1.5MiB").value() == 1572864);
  CHECK(parse_bytes("1.5MB").value() == 1.5e6);
  CHECK(contains(error_of(parse_bytes, "8Mbps"), "unknown unit 'Mbps'"));
  CHECK(contains(error_of(parse_byte_rate, "8MB"), "Mbps"));
}

TEST_CASE("every dimension has a parser") {
  CHECK(parse_flop_rate("3.2TFLOP/s").value() == 3.2e12);
  CHECK(parse_flops("2MFLOP").value() == 2e6);
  CHECK(parse_metres("60m").value() == 60);
  CHECK(parse_metres("-1.2km").value() == -1200);
  CHECK(parse_speed("1.4m/s").value() == 1.4);
  CHECK(parse_speed("36km/h").value() == doctest::Approx(10));
  CHECK(contains(error_of(parse_speed, "-1m/s"), "is negative"));
  CHECK(contains(error_of(parse_speed, "3m"), "m/s, km/h"));
  CHECK(parse_decibels("-3dB").value() == -3);
  CHECK(parse_joules("10Wh").value() == 36000);
  CHECK(parse_dbm("-20dBm").value() == -20);
  CHECK(parse_watts("250mW").value() == doctest::Approx(0.25));
  CHECK(parse_joules("1kJ").value() == 1000);
  CHECK(parse_event_rate("2/s").value() == 2);
  CHECK(parse_event_rate("30/min").value() == doctest::Approx(0.5));
  CHECK(parse_frequency("20MHz").value() == 20e6);
  CHECK(parse_number("-2.5") == -2.5);
}

TEST_CASE("errors name the text and the units") {
  CHECK(contains(error_of(parse_duration, "20"), "lacks a unit"));
  CHECK(contains(error_of(parse_duration, "20"), "ns, us, ms, s, min, h"));
  CHECK(contains(error_of(parse_duration, "20 msec"), "unknown unit 'msec'"));
  CHECK(contains(error_of(parse_duration, "fast"), "is not a duration"));
  CHECK(contains(error_of(parse_duration, ""), "is not a duration"));
  CHECK(contains(error_of(parse_duration, "-1ms"), "negative"));
  CHECK(contains(error_of(parse_duration, "nan ms"), "is not a duration"));
  CHECK(contains(error_of(parse_duration, "inf s"), "is not a duration"));
  CHECK(contains(error_of(parse_duration, "300000000000 s"), "292 years"));
  CHECK(contains(error_of(parse_number, "3x"), "is not a number"));
}

TEST_CASE("text for people") {
  CHECK(format_duration(parse_duration("20ms")) == "20.0 ms");
  CHECK(format_duration(parse_duration("999.9us")) == "1.00 ms");
  CHECK(format_duration(parse_duration("1.5s")) == "1.50 s");
  CHECK(format_duration(parse_duration("125s")) == "2 min 5 s");
  CHECK(format_duration(parse_duration("2h")) == "2 h 0 min");
  CHECK(format_duration(Duration(0)) == "0 ns");
  CHECK(format_bytes(Bytes(1234567)) == "1.23 MB");
  CHECK(format_bytes(Bytes(0)) == "0 B");
  CHECK(format_byte_rate(parse_byte_rate("200Mbps")) == "200 Mbps");
  CHECK(format_joules(Joules(0.0123)) == "12.3 mJ");
  CHECK(format_dbm(Dbm(20)) == "20 dBm");
}

TEST_CASE("exact numbers read back") {
  for (const double value : {0.1, 1.0 / 3, 1e300, -5e-324, 42.0}) {
    CHECK(parse_number(exact_number(value)) == value);
  }
  CHECK(exact_number(42) == "42");
}
