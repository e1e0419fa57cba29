// One cell of a grid that compares network backends: a technology, how many stations how far away,
// message size, direction and load, and the mean time of its messages.
//   load 0       one message after the other, the stations in turn, on an idle network
//   0 < load < 1 Poisson arrivals at this share of `saturation`, to stations drawn evenly
//   load 1       every station sends message after message: its goodput is the saturation
#pragma once

#include <string>
#include <vector>

#include "network/network.hpp"
#include "sim/engine.hpp"

namespace lastmile::scenarios {

enum class Technology { wifi, lte, nr, wire, wan, wifi_n, wifi_ac, adhoc };
[[nodiscard]] const char* technology_name(Technology technology);

struct Cell {
  Technology technology = Technology::wifi;
  int stations = 1;
  double metres = 5;        ///< of the nearest station; the farthest is at twice that
  double bytes = 1e5;
  bool up = true;
  double load = 0;
};
[[nodiscard]] std::string cell_name(const Cell& cell);

struct CellResult {
  double mean_s = 0;        ///< of a message, from start to delivery
  double goodput = 0;       ///< bytes delivered per second, first start to last delivery
  double transfers = 0;     ///< 0: could not be run
};

/// Node 0 is the access point, the site or the wires' common end; the stations follow.
[[nodiscard]] network::Topology cell_topology(const Cell& cell);

/// `saturation` in bytes per second is asked for where 0 < load < 1.
CellResult run_cell(const Cell& cell, network::Network& net, Engine& engine, double saturation);

/// At packet level, each in a process of its own, `processes` at a time, in the order given. Cells
/// with a load between 0 and 1 are preceded by the saturated one. `saturation` gets theirs.
std::vector<CellResult> cells_at_packet_level(const std::vector<Cell>& cells, int processes,
                                              std::vector<double>& saturation);

/// Nothing when the program was built without ns-3.
[[nodiscard]] bool has_packet_level();

}  // namespace lastmile::scenarios
