// Starts a program that lies beside this one and reads what it prints.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lastmile::cross {

struct Printed {
  int status = -1;
  std::string text;
};
/// `environment` is put before the command, e.g. "A=b ".
Printed run_program(const std::string& name, const std::string& arguments,
                    const std::string& environment = "");

struct Ended {
  std::size_t index = 0;
  bool ok = false;
  double delivered = 0;
  std::int64_t finished_ns = 0, took_ns = 0;
};

struct Radio {
  std::int64_t transmit_ns = 0, receive_ns = 0;
  double lte_sent = 0, lte_received = 0;
};

/// What cross_traffic printed.
struct Traffic {
  std::string transfers;        ///< the lines, as printed
  std::vector<Ended> ended;     ///< in the order of their ends
  std::vector<double> carried;  ///< by link
  std::vector<Radio> radios;    ///< by node
  int inside = -1;              ///< completions from inside start() or cancel()
  std::uint64_t silent = 0;
  std::size_t in_flight = 0;
  double cpu_s = 0;             ///< of cross_world: from the first event to the last
  std::uint64_t events = 0;     ///< of ns-3
  std::int64_t frozen_ns = 0;
  [[nodiscard]] const Ended* of(std::size_t index) const;
  [[nodiscard]] double mean_ms() const;
};

struct Setting {
  std::string backend = "ns3";
  std::string topology;
  unsigned seed = 1;
  bool frozen = true;
  std::string environment{};
};
/// Fails the test when the program fails.
Traffic run_traffic(const Setting& setting, const std::vector<std::string>& transfers);

/// One run of cross_world; its statements are described there.
struct WorldRun {
  std::string backend = "ns3";
  unsigned seed = 1;
  bool frozen = true;
};
Traffic run_world(const std::vector<std::string>& statements, const WorldRun& run = {});
/// What it prints and returns, for worlds that must not be built.
Printed print_world(const std::vector<std::string>& statements, const WorldRun& run = {});

}  // namespace lastmile::cross
