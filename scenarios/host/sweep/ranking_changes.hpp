// The ranking report of a sweep: does the order of the strategies change with the network's or the
// cost model's fidelity, and in how many cells?
//
// Compared     cells that differ in that one axis alone: its first value against each other one.
// Changed      some pair of strategies stands in the opposite order of means.
// Significant  such a pair's paired difference excludes 0 on both sides, with opposite signs (95 %,
//              not adjusted for the number of comparisons).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "scenarios/host/claims.hpp"
#include "scenarios/host/sweep/cells.hpp"

namespace lastmile::scenarios {

struct RankingChange {
  std::string axis, from, to;
  std::size_t kpi = 0;
  std::int64_t cells = 0, changed = 0, significant = 0;
  std::map<std::string, std::int64_t> pairs;  ///< "a/b": in how many cells
};

class RankingReport {
 public:
  RankingReport(const Cells& cells, std::vector<std::string> strategies, std::size_t kpis);

  [[nodiscard]] bool wanted() const { return !axes_.empty() && names_.size() > 1; }
  void add(std::uint64_t cell, std::size_t kpi, const Paired& values);
  /// In the order of axes, values and indicators.
  [[nodiscard]] std::vector<RankingChange> changes() const;

 private:
  struct Order {
    bool known = false;
    Ranking ranking;
    std::vector<int>
        signs;  ///< a pair of strategies: of its difference, 0 where the interval holds 0
  };
  struct Axis {
    std::size_t parameter;
    std::vector<std::string> values;
  };
  [[nodiscard]] std::size_t pair(std::size_t i, std::size_t j) const {
    return i * names_.size() + j;
  }
  void compare(const Order& a, const Order& b, RankingChange& change) const;

  const Cells& cells_;
  std::vector<std::string> names_;
  std::size_t kpis_;
  std::vector<Axis> axes_;
  std::vector<Order> orders_;  ///< [cell][kpi]
};

}  // namespace lastmile::scenarios
