// A sweep, resolved: its cells, strategies and seeds, and from these the numbered points.
//
// Point   one simulation. Numbers run over cell, strategy, seed, the seed fastest; they and the
//         contents below are the same wherever the plan is made from the same order.
// Hash    of everything that a point's result depends on: program commit, scenario texts, device
// and
//         radio files, settings, strategy, seed. Data files that are too large to be sources (and
//         what $LASTMILE_DEVICES adds later) are in it by name only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/learn/digest.hpp"
#include "scenarios/host/sweep/cells.hpp"
#include "scenarios/host/sweep/order.hpp"
#include "scenarios/scenario.hpp"

namespace lastmile::scenarios {

/// When a cell has enough seeds.
struct Precision {
  std::string kpi;
  double half_width = 0;
  bool relative = false;        ///< half_width is a share of the mean's size
  bool of_differences = false;  ///< from the baseline, paired; else every strategy's mean
  std::size_t least = 5, step = 5;
};

struct Point {
  std::uint64_t cell = 0;
  std::size_t strategy = 0;
  std::size_t seed = 0;  ///< index in seeds
};

/// What a cell runs with.
struct CellSettings {
  std::vector<std::string> sets;
  std::string network, compute;
};

struct SweepPlan {
  SweepOrder order;
  std::string scenario_path;
  Scenario base;  ///< as the first cell has it
  Cells cells;
  std::vector<std::uint64_t> seeds;
  std::size_t baseline = 0;  ///< index of a strategy
  std::optional<Precision> precision;
  bool keep_rows = true;
  RecordSpec record;
  std::string text;        ///< of the sweep, canonical
  learn::Digest contents;  ///< what all points have in common

  [[nodiscard]] std::size_t strategies() const { return base.strategies.size(); }
  [[nodiscard]] std::uint64_t points_of_cell() const { return strategies() * seeds.size(); }
  [[nodiscard]] std::uint64_t points() const { return cells.size() * points_of_cell(); }
  [[nodiscard]] Point point(std::uint64_t number) const;
  [[nodiscard]] std::uint64_t number(const Point& point) const;
  /// KEY=VALUE of all options that are set there.
  [[nodiscard]] std::vector<std::string> sets(std::uint64_t cell) const;
  [[nodiscard]] CellSettings settings(std::uint64_t cell) const;
  /// As the points of the cell run it.
  [[nodiscard]] Scenario scenario(std::uint64_t cell, std::uint64_t seed) const;
  [[nodiscard]] std::string hash(std::uint64_t number) const;  ///< 32 hexadecimal digits
  /// "cameras=4, radio=lte, edge, seed 3"
  [[nodiscard]] std::string describe(std::uint64_t number) const;
};

struct PlanLimits {
  bool any_size = false;      ///< --yes: more than 10^6 points are meant
  bool check_values = false;  ///< load the scenario with every value once
};

/// ConfigError with the place in the scenario or sweep file.
SweepPlan make_plan(SweepOrder order, const PlanLimits& limits);

/// The order for a file and what the command line says; its sources are read now.
SweepOrder with_sources(SweepOrder order);

}  // namespace lastmile::scenarios
