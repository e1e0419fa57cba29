#include "tests/cross/program.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <cstdio>
#include <filesystem>
#include <sstream>

namespace lastmile::cross {

Printed run_program(const std::string& name, const std::string& arguments,
                    const std::string& environment) {
  const auto program = std::filesystem::canonical("/proc/self/exe").parent_path() / name;
  const std::string command = environment + "'" + program.string() + "' " + arguments;
  Printed result;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return result;
  char buffer[4096];
  for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
    result.text.append(buffer, n);
  const int status = pclose(pipe);
  result.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return result;
}

namespace {

void read_line(Traffic& traffic, const std::string& line) {
  std::istringstream in(line);
  std::string kind;
  std::size_t index = 0;
  in >> kind;
  if (kind == "transfer") {
    Ended e;
    in >> e.index >> e.ok >> e.delivered >> e.finished_ns >> e.took_ns;
    traffic.ended.push_back(e);
    traffic.transfers += line + "\n";
  } else if (kind == "link") {
    in >> index >> traffic.carried.emplace_back();
  } else if (kind == "radio") {
    Radio r;
    in >> index >> r.transmit_ns >> r.receive_ns >> r.lte_sent >> r.lte_received;
    traffic.radios.push_back(r);
  } else if (kind == "inside") {
    in >> traffic.inside;
  } else if (kind == "silent") {
    in >> traffic.silent;
  } else if (kind == "in_flight") {
    in >> traffic.in_flight;
  } else if (kind == "cpu") {
    in >> traffic.cpu_s;
  } else if (kind == "events") {
    in >> traffic.events >> traffic.frozen_ns;
  }
}

Traffic read_traffic(const Printed& printed) {
  Traffic traffic;
  std::istringstream in(printed.text);
  for (std::string line; std::getline(in, line);) read_line(traffic, line);
  return traffic;
}

}  // namespace

const Ended* Traffic::of(std::size_t index) const {
  for (const Ended& e : ended) {
    if (e.index == index) return &e;
  }
  return nullptr;
}

double Traffic::mean_ms() const {
  double sum = 0;
  for (const Ended& e : ended) sum += 1e-6 * static_cast<double>(e.took_ns);
  return sum / static_cast<double>(ended.size());
}

Traffic run_traffic(const Setting& setting, const std::vector<std::string>& transfers) {
  std::string arguments = setting.backend + " " + setting.topology + " " +
                          std::to_string(setting.seed) + (setting.frozen ? " 1" : " 0");
  for (const std::string& transfer : transfers) arguments += " " + transfer;
  const Printed printed = run_program("cross_traffic", arguments, setting.environment);
  INFO(arguments, "\n", printed.text);
  REQUIRE(printed.status == 0);
  const Traffic traffic = read_traffic(printed);
  REQUIRE(traffic.inside == 0);
  return traffic;
}

Printed print_world(const std::vector<std::string>& statements, const WorldRun& run) {
  std::string arguments = run.backend + " " + std::to_string(run.seed) + (run.frozen ? " 1" : " 0");
  for (const std::string& statement : statements) arguments += " '" + statement + "'";
  return run_program("cross_world", arguments);
}

Traffic run_world(const std::vector<std::string>& statements, const WorldRun& run) {
  const Printed printed = print_world(statements, run);
  for (const std::string& statement : statements) INFO(statement);
  INFO(printed.text);
  REQUIRE(printed.status == 0);
  return read_traffic(printed);
}

}  // namespace lastmile::cross
