// grid: which symbols of a carrier go down and up, cut into scheduling units.
//   unit   the symbols of one direction within a slot (minislot_symbols = 14), or within 2, 4 or 7
//         symbols
//   FDD    both directions own every symbol
//   TDD    D and U slots, and S slots "down:guard:up", repeated for ever
//   grant  of an uplink unit: in the last downlink unit whose control symbol ends N2 symbols before
//         it; the standard's K2 is the distance that results
//   N1, N2 processing times, capability 1
// Source:  TS 38.211 4.3, TS 38.213 11.1 (patterns), TS 38.214 tables 5.3-1 (N1) and 6.4-1 (N2).
// Valid:   normal cyclic prefix with symbols of equal length (the standard's first of each 0.5 ms
//          is 0.5 us longer). Ignores: timing advance, flexible symbols decided at run time,
//          capability 2.
// Checked: tests/unit/nr/grid_test.cpp.  C++17-clean.
#pragma once

#include <cstdint>
#include <vector>

#include "network/ns3/nr/carrier.hpp"
#include "network/ns3/nr/nr_options.hpp"

namespace lastmile::network::nr {

enum class Direction { down, up };

struct Unit {
  std::int64_t start_ns = 0, end_ns = 0;
  int symbols = 0;
};

class Grid {
 public:
  /// Throws ConfigError for a pattern that is not one.
  Grid(const Carrier& carrier, const NrOptions& options);

  /// The first unit that starts at or after this time; the last that starts at or before it.
  [[nodiscard]] Unit next(Direction direction, std::int64_t at_ns) const;
  [[nodiscard]] Unit last(Direction direction, std::int64_t at_ns) const;

  /// When the grant for this uplink unit is sent.
  [[nodiscard]] std::int64_t grant_ns(const Unit& up) const;
  /// The first uplink unit that a grant sent at or after this time can still serve, past
  // `after_ns`.
  [[nodiscard]] Unit next_grantable(std::int64_t at_ns, std::int64_t after_ns) const;

  [[nodiscard]] std::int64_t symbols_ns(double count) const;  ///< rounded up
  [[nodiscard]] double n1() const;
  [[nodiscard]] double n2() const;
  /// Part of all symbols that units of this direction own.
  [[nodiscard]] double share(Direction direction) const;

 private:
  struct Slot {
    int down_from, down_to, up_from, up_to;  ///< symbols, half open
  };
  void add_units(int slot_index, const Slot& slot, int unit_symbols);
  void add_unit(Direction direction, int slot_index, int from, int to);
  [[nodiscard]] const std::vector<Unit>& units(Direction direction) const {
    return direction == Direction::down ? down_ : up_;
  }

  int numerology_;
  std::int64_t slot_ns_, period_ns_;
  std::vector<Unit> down_, up_;  ///< of one period, from its start
};

}  // namespace lastmile::network::nr
