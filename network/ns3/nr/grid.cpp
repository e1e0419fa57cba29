#include "network/ns3/nr/grid.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "sim/error.hpp"

namespace lastmile::network::nr {
namespace {

constexpr std::array<double, 4> kN1{8, 10, 17, 20}, kN2{10, 12, 23, 36};  // symbols, by numerology

std::array<int, 3> special_symbols(const std::string& text) {
  std::array<int, 3> part{};
  char rest = 0;
  const int read = std::sscanf(text.c_str(), "%d:%d:%d%c", &part[0], &part[1], &part[2], &rest);
  const bool sums = part[0] >= 0 && part[1] >= 1 && part[2] >= 0 &&
                    part[0] + part[1] + part[2] == kSymbolsPerSlot;
  if (read != 3 || !sums) {
    throw ConfigError(
        "special_slot '" + text +
        "': needs three numbers down:guard:up that make 14 symbols, guard at least 1, "
        "such as \"10:2:2\"");
  }
  return part;
}

void check_pattern(const std::string& pattern) {
  const bool letters = pattern.find_first_not_of("DSU") == std::string::npos;
  if (letters && pattern.find('D') != std::string::npos && pattern.find('U') != std::string::npos)
    return;
  throw ConfigError(
      "tdd_pattern '" + pattern +
      "': needs at least one D and one U, and only the letters D, S, U, such as \"DDDSU\"");
}

void check_unit(int symbols) {
  if (symbols == 2 || symbols == 4 || symbols == 7 || symbols == kSymbolsPerSlot) return;
  throw ConfigError("minislot_symbols " + std::to_string(symbols) + ": allowed: 2, 4, 7, 14");
}

}  // namespace

Grid::Grid(const Carrier& carrier, const NrOptions& options)
    : numerology_(carrier.numerology), slot_ns_(carrier.slot_ns), period_ns_(carrier.slot_ns) {
  check_unit(options.minislot_symbols);
  if (carrier.band->duplex == Duplex::fdd) {
    add_units(0, {0, kSymbolsPerSlot, 0, kSymbolsPerSlot}, options.minislot_symbols);
    return;
  }
  check_pattern(options.tdd_pattern);
  const std::array<int, 3> special = special_symbols(options.special_slot);
  period_ns_ = slot_ns_ * static_cast<std::int64_t>(options.tdd_pattern.size());
  for (int i = 0; i < static_cast<int>(options.tdd_pattern.size()); ++i) {
    const char kind = options.tdd_pattern[static_cast<std::size_t>(i)];
    const int down = kind == 'D' ? kSymbolsPerSlot : kind == 'S' ? special[0] : 0;
    const int up = kind == 'U' ? kSymbolsPerSlot : kind == 'S' ? special[2] : 0;
    add_units(i, {0, down, kSymbolsPerSlot - up, kSymbolsPerSlot}, options.minislot_symbols);
  }
}

void Grid::add_units(int slot_index, const Slot& slot, int unit_symbols) {
  for (int from = 0; from < kSymbolsPerSlot; from += unit_symbols) {
    const int to = std::min(from + unit_symbols, kSymbolsPerSlot);
    add_unit(Direction::down, slot_index, std::max(from, slot.down_from),
             std::min(to, slot.down_to));
    add_unit(Direction::up, slot_index, std::max(from, slot.up_from), std::min(to, slot.up_to));
  }
}

// A single symbol cannot hold reference signals and data.
void Grid::add_unit(Direction direction, int slot_index, int from, int to) {
  if (to - from < 2) return;
  const std::int64_t start = slot_index * slot_ns_;
  const Unit unit{start + from * slot_ns_ / kSymbolsPerSlot,
                  start + to * slot_ns_ / kSymbolsPerSlot, to - from};
  (direction == Direction::down ? down_ : up_).push_back(unit);
}

Unit Grid::next(Direction direction, std::int64_t at_ns) const {
  const std::vector<Unit>& all = units(direction);
  std::int64_t base = at_ns / period_ns_ * period_ns_;
  auto found = std::lower_bound(all.begin(), all.end(), at_ns - base,
                                [](const Unit& unit, std::int64_t t) { return unit.start_ns < t; });
  if (found == all.end()) {
    found = all.begin();
    base += period_ns_;
  }
  return {base + found->start_ns, base + found->end_ns, found->symbols};
}

Unit Grid::last(Direction direction, std::int64_t at_ns) const {
  const std::vector<Unit>& all = units(direction);
  std::int64_t base = at_ns / period_ns_ * period_ns_;
  auto after = std::upper_bound(all.begin(), all.end(), at_ns - base,
                                [](std::int64_t t, const Unit& unit) { return t < unit.start_ns; });
  if (after == all.begin()) {
    after = all.end();
    base -= period_ns_;
  }
  --after;
  return {base + after->start_ns, base + after->end_ns, after->symbols};
}

std::int64_t Grid::grant_ns(const Unit& up) const {
  return last(Direction::down, up.start_ns - symbols_ns(1 + n2())).start_ns;
}

Unit Grid::next_grantable(std::int64_t at_ns, std::int64_t after_ns) const {
  Unit unit = next(Direction::up, std::max(at_ns, after_ns + 1));
  while (grant_ns(unit) < at_ns) unit = next(Direction::up, unit.start_ns + 1);
  return unit;
}

std::int64_t Grid::symbols_ns(double count) const {
  return static_cast<std::int64_t>(
      std::ceil(count * static_cast<double>(slot_ns_) / kSymbolsPerSlot));
}

double Grid::n1() const { return kN1[static_cast<std::size_t>(numerology_)]; }
double Grid::n2() const { return kN2[static_cast<std::size_t>(numerology_)]; }

double Grid::share(Direction direction) const {
  std::int64_t owned_ns = 0;
  for (const Unit& unit : units(direction)) owned_ns += unit.end_ns - unit.start_ns;
  return static_cast<double>(owned_ns) / static_cast<double>(period_ns_);
}

}  // namespace lastmile::network::nr
