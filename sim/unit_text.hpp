// Quantities as people write them: "20ms", "8Mbps", "1.5MiB", "2/s". A number without a unit is an
// error that lists the units; bits and bytes, and MB (1e6) and MiB (2^20), are told apart. Numbers
// are read and written without the locale; a space before the unit is allowed. Checked:
// tests/unit/sim/unit_text_test.cpp
#pragma once

#include <string>
#include <string_view>

#include "sim/units.hpp"

namespace lastmile {

// All of these throw ConfigError (without a place: the caller knows it).
Duration parse_duration(std::string_view text);      ///< rounded to the nearest nanosecond
Bytes parse_bytes(std::string_view text);
ByteRate parse_byte_rate(std::string_view text);     ///< "8Mbps", "1MB/s"
Flops parse_flops(std::string_view text);
FlopRate parse_flop_rate(std::string_view text);
Hertz parse_event_rate(std::string_view text);       ///< "2/s", "30/min"
Hertz parse_frequency(std::string_view text);
Joules parse_joules(std::string_view text);
Watts parse_watts(std::string_view text);
Dbm parse_dbm(std::string_view text);
Metres parse_metres(std::string_view text);
Speed parse_speed(std::string_view text);            ///< "1.4m/s", "50km/h"
Decibels parse_decibels(std::string_view text);      ///< "3dB"
double parse_number(std::string_view text);          ///< no unit

// For people: three significant digits and a unit that fits ("1.23 MB", "2 min 5 s").
std::string format_duration(Duration duration);
std::string format_bytes(Bytes bytes);
std::string format_byte_rate(ByteRate rate);         ///< in bits per second
std::string format_flops(Flops flops);
std::string format_flop_rate(FlopRate rate);
std::string format_frequency(Hertz frequency);
std::string format_joules(Joules energy);
std::string format_watts(Watts power);
std::string format_dbm(Dbm power);
std::string format_metres(Metres distance);
std::string format_speed(Speed speed);

/// The shortest text that reads back as the same number; the same on every machine.
std::string exact_number(double value);

}  // namespace lastmile
