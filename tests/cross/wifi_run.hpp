// Runs cross_wifi (wifi.cpp) and reads what it prints.
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "tests/cross/program.hpp"

namespace lastmile::cross {

struct WifiRun {
  struct Moved {
    bool ok = false;
    double delivered = 0, seconds = 0, airtime_s = 0, queued_s = 0;
    unsigned retransmissions = 0;
    std::string line;
  };
  std::map<std::size_t, Moved> transfers;
  std::map<std::size_t, std::pair<double, double>> radios;  ///< node: seconds sent, received
  std::map<std::string, double> numbers;
  std::string text;
};

inline void read_wifi_line(WifiRun& run, const std::string& line) {
  std::istringstream in(line);
  std::string kind;
  std::size_t index = 0;
  in >> kind;
  if (kind == "transfer") {
    WifiRun::Moved moved;
    in >> index >> moved.ok >> moved.delivered >> moved.seconds >> moved.airtime_s >> moved.retransmissions >>
        moved.queued_s;
    moved.seconds *= 1e-9, moved.airtime_s *= 1e-9, moved.queued_s *= 1e-9;
    moved.line = line;
    run.transfers[index] = moved;
  } else if (kind == "radio") {
    double sent = 0, received = 0;
    in >> index >> sent >> received;
    run.radios[index] = {sent * 1e-9, received * 1e-9};
  } else {
    in >> run.numbers[kind];
  }
}

inline WifiRun run_wifi(const std::string& arguments, const std::string& environment = "") {
  const Printed printed = run_program("cross_wifi", arguments, environment);
  INFO(arguments, "\n", printed.text);
  REQUIRE(printed.status == 0);
  WifiRun run;
  std::istringstream in(printed.text);
  for (std::string line; std::getline(in, line);) {
    read_wifi_line(run, line);
    if (line.rfind("transfer", 0) == 0) run.text += line + "\n";
  }
  return run;
}

}  // namespace lastmile::cross
