// Times that somebody measured, as a device file carries them: [[processor.table]].
//
// Form       network = "resnet18"          the network's name, or absent for kernel calls
//            batch = 1                     images at once; 1 if absent
//            seconds = 0.0099              of the whole network, and
//            noise_relative = 0.01         its run-to-run spread; both may be absent where layers are given
//            layers = ["0.00012 0.01 conv1 + relu1", ...]     seconds, spread, layers run as one
//            kernels = ["0.00012 0.01 conv c=64 h=56 ...", ...]   seconds, spread, call (kernels/call.hpp)
//            source, provenance            of all numbers of the group
// Refused    a number that is not finite, negative, a time of zero for a whole network, a layer or call given
//            twice, a group with neither times nor rows
// Tests      tests/unit/models/time_table_test.cpp
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/provenance.hpp"

namespace lastmile::models {

class DataTable;

struct MeasuredTime {
  double seconds = 0;
  double noise_relative = 0;
};

struct TimeTable {
  std::string network;
  int batch = 1;
  MeasuredTime whole;                           ///< zero seconds: not given
  std::map<std::string, MeasuredTime> layers;   ///< by the first layer of those that run as one
  std::map<std::string, std::string> run_with;  ///< any other layer -> that first one
  std::map<std::string, MeasuredTime> kernels;  ///< by text of the call
  Origin origin;
};

TimeTable read_time_table(const DataTable& table);

/// "0.00012 0.01 conv1 + relu1" -> {0.00012, 0.01} and the rest. ConfigError says what is wrong with it.
std::pair<MeasuredTime, std::string> parse_time(std::string_view text);
/// What parse_time reads; every digit counts.
std::string time_text(const MeasuredTime& time, std::string_view what);

}  // namespace lastmile::models
