// Which points of a sweep are still to be run here, one after the other.
//
// A process may be one of n shards. Strategies of one cell and seed go to the same shard, because
// they are compared and may share training; where a cell stops by precision, the whole cell does.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>

#include "scenarios/host/sweep/plan.hpp"
#include "scenarios/host/sweep/precision.hpp"

namespace lastmile::scenarios {

struct Shard {
  std::uint64_t index = 0, count = 1;
};

/// The shard that runs this point.
std::uint64_t shard_of(const SweepPlan& plan, std::uint64_t number, std::uint64_t shards);

/// A point that is done, and the indicator that precision looks at (not a number without such a
/// rule).
using DonePoints = std::map<std::uint64_t, double>;

class Agenda {
 public:
  /// `done` from earlier runs.
  Agenda(const SweepPlan& plan, Shard shard, DonePoints done);

  /// The next point to start; none when all are done, or others must end first.
  std::optional<std::uint64_t> next();
  void ended(std::uint64_t number, std::optional<double> value);  ///< none: it failed
  /// Points of this shard that are wanted as far as is known now, and how many of them have ended.
  /// For somebody who only looks: opens all cells, and says how many points are wanted as far as is
  /// known.
  std::uint64_t wanted_now();
  [[nodiscard]] std::uint64_t wanted() const { return wanted_; }
  [[nodiscard]] std::uint64_t ended() const { return ended_; }

 private:
  struct OpenCell {
    std::size_t asked = 0;    ///< seeds whose points were queued
    std::size_t waiting = 0;  ///< queued or running
    bool failed = false;
  };
  [[nodiscard]] bool mine(std::uint64_t number) const;
  void open(std::uint64_t cell);
  void look_at(std::uint64_t cell);
  void ask_for(std::uint64_t cell, std::size_t seeds);
  [[nodiscard]] CellValues values(std::uint64_t cell, std::size_t seeds) const;

  const SweepPlan& plan_;
  Shard shard_;
  DonePoints done_;
  std::uint64_t next_cell_ = 0;
  std::deque<std::uint64_t> queue_;
  std::map<std::uint64_t, OpenCell> open_;
  std::uint64_t wanted_ = 0, ended_ = 0;
};

}  // namespace lastmile::scenarios
