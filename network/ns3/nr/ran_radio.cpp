// What the medium access knows of the radio: expected and actual SINR.
#include <algorithm>

#include "network/ns3/nr/flow_rate.hpp"
#include "network/ns3/nr/ran.hpp"
#include "sim/error.hpp"

namespace lastmile::network::nr {
namespace {

constexpr std::size_t kUsesKept = 32;  // units: decoding follows a unit by less than this

}  // namespace

int Ran::elements(Direction d, int symbols) const {
  return unit_elements(carrier_.band->range, d, symbols);
}

double Ran::signal(Direction d, std::size_t ue, std::size_t cell, int blocks,
                   std::int64_t at_ns) const {
  return d == Direction::down ? radio_.down(ue, cell, at_ns) : radio_.up(ue, cell, blocks, at_ns);
}

double Ran::noise(Direction d) const {
  return d == Direction::down ? radio_.noise_down() : radio_.noise_up();
}

double Ran::quiet_sinr_db(std::size_t ue) const {
  return linear_to_db(radio_.down(ue, ues_[ue]->cell, 0) / radio_.noise_down());
}

// Every unit without traffic takes a quarter off, as every unit with traffic adds a quarter of its
// use.
double Ran::load_now(const Cell& cell) const {
  const std::int64_t silent = (now_ns() - cell.load_ns) / carrier_.slot_ns;
  double load = cell.load;
  for (std::int64_t i = 1; i < silent && load > 1e-6; ++i) load *= 0.75;
  return silent > 64 ? 0 : load;
}

void Ran::note_load(std::size_t cell, const Unit& unit, const std::vector<Block>& sent) {
  double used = 0;
  for (const Block& block : sent) used += block.blocks;
  Cell& here = cells_[cell];
  const double before = load_now(here);
  here.load = before + (used / carrier_.blocks - before) / 4;
  here.load_ns = unit.start_ns;
}

// Measured as the standard does, on resources where the own cell is silent: known before the first
// block.
double Ran::expected_interference(Direction d, std::size_t ue) const {
  const std::size_t own = ues_[ue]->cell;
  if (d == Direction::up) return cells_[own].disturbance;
  double sum = 0;
  for (std::size_t cell = 0; cell < cells_.size(); ++cell) {
    if (cell != own && cells_[cell].load > 0)
      sum += radio_.cross_down(ue, cell) * load_now(cells_[cell]);
  }
  return sum;
}

// What the cell believes: the last report (down) or its own measurement (up), corrected by the
// outer loop.
double Ran::expected_db(Direction d, std::size_t ue, int blocks) const {
  const Ue& who = *ues_[ue];
  const std::int64_t period = options_.cqi_period.count();
  const std::int64_t measured =
      std::max<std::int64_t>(0, now_ns() - options_.cqi_delay.count()) / period * period;
  const double got = signal(d, ue, who.cell, blocks, measured);
  const double db = linear_to_db(got / (noise(d) + expected_interference(d, ue)) / layers(d));
  const double reported = d == Direction::down ? adaptation_[0].reported_db(db) : db;
  return reported + who.loop[index(d)].offset_db();
}

void Ran::remember_use(Direction d, std::size_t cell, const Unit& unit, const Block& block) {
  auto& uses = cells_[cell].uses[index(d)];
  Use& use = uses[unit.start_ns];
  use.start_ns = unit.start_ns;
  use.blocks += block.blocks;
  if (d == Direction::up) use.senders.emplace_back(block.ue, block.blocks);
  while (uses.size() > kUsesKept) uses.erase(uses.begin());
}

// Long-term gain of each interferer times the part of the carrier that it uses in this unit.
double Ran::interference(Direction d, const Block& block, std::int64_t start_ns) const {
  double sum = 0;
  for (std::size_t cell = 0; cell < cells_.size(); ++cell) {
    if (cell == block.cell) continue;
    const auto& uses = cells_[cell].uses[index(d)];
    const auto use = uses.find(start_ns);
    if (use == uses.end()) continue;
    if (d == Direction::down)
      sum += radio_.cross_down(block.ue, cell) * use->second.blocks / carrier_.blocks;
    for (const auto& [ue, blocks] : use->second.senders) {
      sum += radio_.cross_up(ue, block.cell, blocks) * blocks / carrier_.blocks;
    }
  }
  return sum;
}

void Ran::check_coverage(const std::vector<std::string>& names) const {
  for (std::size_t ue = 0; ue < ues_.size(); ++ue) {
    const double db = quiet_sinr_db(ue) - linear_to_db(options_.layers_down);
    if (db >= adaptation_[0].least_db()) continue;
    throw ConfigError("NR: '" + names[ue] + "' is out of every cell's coverage (" +
                      std::to_string(db) + " dB at best, the lowest MCS needs " +
                      std::to_string(adaptation_[0].least_db()) + " dB)");
  }
  for (std::size_t cell = 0; cell < cells_.size(); ++cell) {
    if (cells_[cell].reserved < carrier_.blocks) continue;
    throw ConfigError("NR: configured grants of cell " + std::to_string(cell) + " need " +
                      std::to_string(cells_[cell].reserved) + " resource blocks, the carrier has " +
                      std::to_string(carrier_.blocks) +
                      "; lower configured_blocks or the number of UEs");
  }
}

}  // namespace lastmile::network::nr
