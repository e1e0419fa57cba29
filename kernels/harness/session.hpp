// What the timing program does with a line of text: a command in, one line of JSON out.
//
// Commands   environment                       what machine this is (environment.hpp)
//            peak                              most arithmetic and bandwidth that it reaches (peak.hpp)
//            time [OPTION...] CALL             minimum, median and spread of a call (call.hpp's text)
//            program NAME ... end              a network (program.hpp's text): whole runs and each step
//            corun [OPTION...] CALL ; CALL     two calls at once on two processors: alone and together
//            quit
// Options    repeats=20  state=warm|l3|dram (call_run.hpp)  isa=NAME  most_s=SECONDS (no new round after that)
//            corun: cpus=0,1 (the same twice: time slices of one)  rounds=7  window_s=0.01
// Answers    {"error": "..."} for what cannot be done; the session goes on
// Tests      tests/unit/kernels/harness_session_test.cpp
#pragma once

#include <optional>
#include <string>

namespace lastmile::kernels {

inline constexpr int kProtocol = 1;

class Session {
 public:
  /// The first line of the program: its name, the protocol's number, the instruction sets.
  [[nodiscard]] static std::string greeting();
  /// Nothing: an empty line, a comment ("#..."), or a network's text that goes on.
  std::optional<std::string> answer(const std::string& line);
  [[nodiscard]] bool ended() const { return ended_; }

 private:
  std::string program_;  ///< the lines so far; empty: none is being read
  bool ended_ = false;
};

}  // namespace lastmile::kernels
