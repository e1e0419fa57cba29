// Starts cross_lte and reads what it prints.
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "tests/cross/program.hpp"

namespace lastmile::cross {

struct LteChange {
  double at_s;
  int to;
};

struct LteRun {
  std::map<int, Ended> ended;                          ///< by number of the send
  std::map<int, std::vector<LteChange>> cells, states; ///< by UE; the first is at the start
  double carried = 0, cpu_s = 0, radio_s = 0;
  std::string text;

  [[nodiscard]] double took_s(int send) const { return 1e-9 * static_cast<double>(ended.at(send).took_ns); }
  [[nodiscard]] double mbps(int send) const { return ended.at(send).delivered * 8e-6 / took_s(send); }
  [[nodiscard]] int cell(int ue) const { return cells.at(ue).back().to; }
};

inline void read_lte_line(LteRun& run, const std::string& line) {
  std::istringstream in(line);
  std::string kind;
  int which = 0;
  double at_ns = 0;
  in >> kind;
  if (kind == "transfer") {
    Ended e;
    in >> which >> e.ok >> e.delivered >> e.finished_ns >> e.took_ns;  // the third is its start
    run.ended[which] = e;
  } else if (kind == "cell" || kind == "connected") {
    LteChange change{};
    in >> which >> at_ns >> change.to;
    change.at_s = 1e-9 * at_ns;
    (kind == "cell" ? run.cells : run.states)[which].push_back(change);
  } else if (kind == "link") {
    in >> run.carried;
  } else if (kind == "cpu") {
    in >> run.cpu_s >> at_ns;
    run.radio_s = 1e-9 * at_ns;
  }
}

inline LteRun run_lte(const std::string& arguments) {
  const Printed printed = run_program("cross_lte", arguments);
  INFO(arguments, "\n", printed.text);
  REQUIRE(printed.status == 0);
  LteRun run;
  std::istringstream in(printed.text);
  for (std::string line; std::getline(in, line);) read_lte_line(run, line);
  run.text = printed.text.substr(0, printed.text.find("cpu"));
  return run;
}

inline std::string lte_error(const std::string& arguments) {
  const Printed printed = run_program("cross_lte", arguments);
  INFO(arguments, "\n", printed.text);
  REQUIRE(printed.status == 2);
  return printed.text;
}

inline bool says(const std::string& text, const std::string& what) {
  INFO(text, " should say ", what);
  return text.find(what) != std::string::npos;
}

}  // namespace lastmile::cross
