// Times of kernel calls on one machine, kept as text so that a simulation can be replayed with them.
//
// Form       lastmile timings 1
//            architecture x86_64
//            isa avx512
//            cpu AMD EPYC ...
//            environment {"cpu_model": ...}                what the timing program said of the machine
//            time 0.00012 0.01 conv c=64 h=56 ...          seconds, spread over median, call.hpp's text
//            checksum 0123456789abcdef                     of all lines above
// Refused    ConfigError "FILE:LINE: why": another version, damage, a time that is not above 0, a call given
//            twice, content that does not fit the checksum
// Tests      tests/unit/models/timings_test.cpp
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "models/time_table.hpp"

namespace lastmile::models {

struct Timings {
  std::string architecture, isa, cpu, environment;
  std::map<std::string, MeasuredTime> calls;
};

std::string timings_text(const Timings& timings);
Timings parse_timings(std::string_view text, const std::string& file);
Timings read_timings(const std::string& file);
void write_timings(const Timings& timings, const std::string& file);

/// Of the machine that this runs on: "x86_64", "aarch64".
std::string own_architecture();
/// ConfigError if the timings are from another architecture than that one.
void check_architecture(const Timings& timings, const std::string& architecture, const std::string& file);

}  // namespace lastmile::models
