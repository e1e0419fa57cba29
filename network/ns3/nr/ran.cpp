// What both directions share: who waits, filling a unit, decoding it.
#include "network/ns3/nr/ran.hpp"

#include <ns3/simulator.h>

#include <algorithm>
#include <cmath>

#include "network/ns3/nr/transport_block.hpp"

namespace lastmile::network::nr {
namespace {

constexpr int kReferenceBlocks = 20;    // of the size for which thresholds are computed
constexpr std::size_t kProcesses = 16;  // TS 38.214 5.1
constexpr double kAverageWindow = 100;  // units of proportional fair's average

void smooth(double& estimate, double seen) { estimate += (seen - estimate) / 4; }

}  // namespace

std::int64_t Ran::now_ns() { return ns3::Simulator::Now().GetNanoSeconds(); }

void Ran::at(std::int64_t time_ns, std::function<void()> what) {
  ns3::Simulator::Schedule(ns3::NanoSeconds(time_ns - now_ns()), std::move(what));
}

Ran::Ran(const NrOptions& options, Setup setup)
    : options_(options),
      carrier_(options.band, options.bandwidth_mhz, options.numerology),
      grid_(carrier_, options),
      radio_(options, carrier_, setup.name, setup.seed, setup.stream, setup.cells, setup.ues,
             setup.extra_loss),
      link_(options.implementation_gap_db),
      adaptation_{Adaptation(link_, options, elements(Direction::down, options.minislot_symbols),
                             kReferenceBlocks, options.layers_down),
                  Adaptation(link_, options, elements(Direction::up, options.minislot_symbols),
                             kReferenceBlocks, options.layers_up)},
      configured_adaptation_(link_, options, elements(Direction::up, options.minislot_symbols),
                             options.configured_blocks, options.layers_up),
      cells_(setup.cells.size()) {
  const auto capacity = static_cast<std::int64_t>(options.rlc_buffer.value());
  for (std::size_t i = 0; i < setup.ues.size(); ++i) {
    std::array<Rlc, 2> bearers{
        Rlc(capacity, [deliver = setup.to_ue,
                       i](const ns3::Ptr<ns3::Packet>& packet) { deliver(i, packet); }),
        Rlc(capacity, [deliver = setup.to_core, i](const ns3::Ptr<ns3::Packet>& packet) {
          deliver(i, packet);
        })};
    ues_.push_back(std::make_unique<Ue>(options, std::move(bearers), setup.seed,
                                        setup.name + "/" + setup.ue_names[i] + "/decoding"));
    ues_.back()->cell = radio_.best_cell(i);
    if (options.configured_grant) cells_[ues_.back()->cell].reserved += options.configured_blocks;
  }
  check_coverage(setup.ue_names);
}

void Ran::activate(Direction d, std::size_t ue) {
  Ue& who = *ues_[ue];
  watch(ue);
  if (who.lost) return;
  if (!who.active[index(d)]) {
    who.active[index(d)] = true;
    cells_[who.cell].active[index(d)].push_back(ue);
    who.average[index(d)] = 0;
  }
  start_ticking(d, who.cell);
}

void Ran::start_ticking(Direction d, std::size_t cell) {
  Cell& here = cells_[cell];
  if (here.ticking[index(d)]) return;
  here.ticking[index(d)] = true;
  if (d == Direction::down) {
    at(grid_.next(d, now_ns()).start_ns, [this, cell] { tick_down(cell); });
    return;
  }
  const Unit unit = grid_.next_grantable(now_ns(), here.last_up_ns);
  at(grid_.grant_ns(unit), [this, cell, unit] { tick_up(cell, unit); });
}

bool Ran::waiting(Direction d, std::size_t cell) const {
  return !cells_[cell].active[index(d)].empty() || !cells_[cell].again[index(d)].empty();
}

std::int64_t Ran::wanted_bytes(Direction d, std::size_t ue) const {
  return d == Direction::down ? ues_[ue]->rlc[0].backlog() : ues_[ue]->known;
}

void Ran::forget_idle(Direction d, std::size_t cell) {
  auto& active = cells_[cell].active[index(d)];
  const auto idle = [&](std::size_t ue) {
    if (ues_[ue]->cell == cell && wanted_bytes(d, ue) > 0) return false;
    if (ues_[ue]->cell == cell) ues_[ue]->active[index(d)] = false;
    return true;
  };
  active.erase(std::remove_if(active.begin(), active.end(), idle), active.end());
}

std::size_t Ran::processes_in_use(Direction d, std::size_t ue) {
  auto& busy = ues_[ue]->processes[index(d)];
  while (!busy.empty() && busy.front() <= now_ns()) busy.pop_front();
  return busy.size();
}

std::vector<Ran::Block> Ran::fill(Direction d, std::size_t cell, const Unit& unit) {
  Cell& here = cells_[cell];
  int free = carrier_.blocks - (d == Direction::up ? here.reserved : 0);
  std::vector<Block> out;
  repeat_failed(d, cell, unit, free, out);
  const std::vector<Candidate> who = candidates(d, cell, unit, free);
  const std::vector<int> given = share_blocks(options_.scheduler, who, free, here.turn[index(d)]++);
  std::vector<double> served(who.size(), 0);
  for (std::size_t i = 0; i < who.size(); ++i) {
    if (given[i] == 0) continue;
    out.push_back(make_block(d, who[i].user, unit, given[i]));
    served[i] = out.back().bits;
  }
  for (std::size_t i = 0; i < who.size(); ++i) {
    double& average = ues_[who[i].user]->average[index(d)];
    average += (served[i] - average) / kAverageWindow;
  }
  for (const Block& block : out) remember_use(d, cell, unit, block);
  if (d == Direction::down) note_load(cell, unit, out);
  return out;
}

// A block keeps its size; in a shorter unit it needs more resource blocks.
void Ran::repeat_failed(Direction d, std::size_t cell, const Unit& unit, int& free,
                        std::vector<Block>& out) {
  auto& again = cells_[cell].again[index(d)];
  for (std::size_t left = again.size(); left > 0; --left) {
    Block block = std::move(again.front());
    again.pop_front();
    const int all = carrier_.blocks - (d == Direction::up ? cells_[cell].reserved : 0);
    const int needed =
        std::min(all, (block.blocks * block.symbols + unit.symbols - 1) / unit.symbols);
    if (ues_[block.ue]->cell != cell || ues_[block.ue]->lost) {
      ues_[block.ue]->rlc[index(d)].again(block.segments);
      d == Direction::down ? activate(d, block.ue) : want_up(block.ue);
    } else if (needed > free) {
      again.push_back(std::move(block));
    } else {
      free -= needed;
      block.blocks = needed;
      block.symbols = unit.symbols;
      out.push_back(std::move(block));
    }
  }
}

std::vector<Candidate> Ran::candidates(Direction d, std::size_t cell, const Unit& unit, int free) {
  const auto& active = cells_[cell].active[index(d)];
  const int usual = std::max(1, free / std::max<int>(1, static_cast<int>(active.size())));
  std::vector<Candidate> out;
  for (const std::size_t ue : active) {
    Ue& who = *ues_[ue];
    if (who.cell != cell || who.silent_until_ns > now_ns() || processes_in_use(d, ue) >= kProcesses)
      continue;
    const std::int64_t bytes = wanted_bytes(d, ue);
    if (bytes <= 0) continue;
    const Mcs& mcs = adaptation_[index(d)].choose(expected_db(d, ue, usual));
    const double bits = std::min(156, elements(d, unit.symbols)) * mcs.efficiency() * layers(d);
    // One more than the quotient: the table of sizes rounds, and a rest of a few bytes would need a
    // unit.
    out.push_back({ue, 1 + static_cast<int>(static_cast<double>(bytes) * 8 / bits), bits,
                   who.average[index(d)]});
  }
  return out;
}

Ran::Block Ran::make_block(Direction d, std::size_t ue, const Unit& unit, int blocks) {
  Ue& who = *ues_[ue];
  double db = expected_db(d, ue, blocks);
  while (d == Direction::up && blocks > 1 && db < adaptation_[1].least_db()) {
    blocks = (blocks + 1) / 2;
    db = expected_db(d, ue, blocks);
  }
  Block block{ue, who.cell, adaptation_[index(d)].choose(db), blocks, unit.symbols, 0, {}};
  block.bits = transport_block_bits(elements(d, unit.symbols), blocks, block.mcs, layers(d));
  block.segments = who.rlc[index(d)].take(block.bits / 8);
  return block;
}

void Ran::decode(Direction d, std::vector<Block>& sent, const Unit& unit) {
  RanCounters& count = counters_[index(d)];
  for (Block& block : sent) {
    Ue& who = *ues_[block.ue];
    const double disturbance = interference(d, block, unit.start_ns);
    if (d == Direction::up) smooth(cells_[block.cell].disturbance, disturbance);
    const double got = signal(d, block.ue, block.cell, block.blocks, unit.start_ns);
    block.sinr += got / (noise(d) + disturbance) / layers(d);
    const double p = link_.block_error(block.bits, block.mcs, linear_to_db(block.sinr + 1e-12));
    const bool decoded = who.draw[index(d)].uniform() >= p;
    ++block.attempts;
    ++count.blocks;
    count.failed += decoded ? 0 : 1;
    if (block.attempts == 1) {
      ++count.first;
      count.first_failed += decoded ? 0 : 1;
      who.loop[index(d)].learn(decoded);
    }
    outcome(d, block, decoded, unit);
  }
}

void Ran::give_up(Direction d, const Block& block) {
  ++counters_[index(d)].given_up;
  Rlc& rlc = ues_[block.ue]->rlc[index(d)];
  if (!options_.acknowledged) return rlc.given_up(block.segments);
  rlc.again(block.segments);
  d == Direction::down ? activate(d, block.ue) : want_up(block.ue);
}

// The sender of a downlink block learns of a failure with the next uplink symbol after N1.
void Ran::outcome(Direction d, Block& block, bool decoded, const Unit& unit) {
  Rlc& rlc = ues_[block.ue]->rlc[index(d)];
  const bool last = block.attempts >= options_.harq_transmissions;
  if (d == Direction::up && (decoded || last)) read_report(block);
  if (decoded) return rlc.received(block.segments);
  if (last) return give_up(d, block);
  const auto repeat = [this, d, block] {
    cells_[block.cell].again[index(d)].push_back(block);
    start_ticking(d, block.cell);
  };
  if (d == Direction::up) return repeat();
  const Unit answer = grid_.next(Direction::up, unit.end_ns + grid_.symbols_ns(grid_.n1()));
  at(std::max(now_ns(), answer.start_ns + grid_.symbols_ns(1)), repeat);
}

}  // namespace lastmile::network::nr
