// CPU time and memory of a simulation at packet level, from what a simulation of flows sent.
//
// Formula    CPU = sum over kinds of link (a n + b T n + c B);  memory = sum over kinds of m n
// Symbols    n members of such links; T seconds in which something of ours was under way over one
//            (radio time stands still otherwise); B megabytes over them, each link of a route once;
//            a s, b s/s, c s/MB and m bytes: of the data file, fitted to runs
// Source     models/simulator/packet_level.toml
// Ignores    signal strength and load, which make more retransmissions; motion; background traffic,
//            which keeps radio time running
// Tests      tests/unit/scenarios/estimate_test.cpp
#pragma once

#include <map>
#include <string>
#include <vector>

#include "network/routes.hpp"
#include "network/topology.hpp"
#include "sim/recorder.hpp"

namespace lastmile::scenarios {

/// What one simulation sent, by kind of link: wifi, lte, nr, wire.
struct Traffic {
  double members = 0;
  double bytes = 0;
  double busy_s = 0;
};
using TrafficByKind = std::map<std::string, Traffic>;

/// Takes the messages of a run, and lets the rest go.
class TrafficCounter final : public Recorder {
 public:
  explicit TrafficCounter(const network::Topology& topology);
  void declare(const TableSchema& table) override;
  void record(const std::string& table, const Row& row) override;

  [[nodiscard]] TrafficByKind traffic() const;
  [[nodiscard]] double sent_bytes() const { return sent_; }
  [[nodiscard]] double simulated_s() const { return last_s_; }

 private:
  struct Span {
    double from, to;
  };
  void add_span(std::vector<Span>& spans, Span span);

  const network::Topology& topology_;
  network::Routes routes_;
  std::map<std::string, network::NodeId> nodes_;
  std::map<std::string, std::size_t> columns_;  // of transfers
  TrafficByKind traffic_;
  std::map<std::string, std::vector<Span>> spans_;  // apart from each other, in order
  double sent_ = 0, last_s_ = 0;
};

struct PacketCost {
  double cpu_s = 0;
  double memory_bytes = 0;
};
PacketCost packet_cost(const TrafficByKind& traffic);

}  // namespace lastmile::scenarios
