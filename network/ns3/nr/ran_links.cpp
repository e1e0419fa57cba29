// Downlink ticks; uplink requests, grants, configured grants and reports.
#include <algorithm>

#include "network/ns3/nr/ran.hpp"
#include "network/ns3/nr/transport_block.hpp"

namespace lastmile::network::nr {

void Ran::send_down(std::size_t ue, const ns3::Ptr<ns3::Packet>& packet) {
  if (ues_[ue]->rlc[0].push(packet)) activate(Direction::down, ue);
}

void Ran::tick_down(std::size_t cell) {
  ++counters_[0].ticks;
  Cell& here = cells_[cell];
  const Unit unit = grid_.next(Direction::down, now_ns());
  std::vector<Block> sent = fill(Direction::down, cell, unit);
  if (!sent.empty()) {
    const Unit answer = grid_.next(Direction::up, unit.end_ns + grid_.symbols_ns(grid_.n1()));
    for (const Block& block : sent) {
      ues_[block.ue]->processes[0].push_back(answer.start_ns + grid_.symbols_ns(1));
    }
    at(unit.end_ns + grid_.symbols_ns(grid_.n1() / 2),
       [this, sent, unit]() mutable { decode(Direction::down, sent, unit); });
  }
  forget_idle(Direction::down, cell);
  here.ticking[0] = waiting(Direction::down, cell);
  if (!here.ticking[0]) return;
  at(grid_.next(Direction::down, unit.start_ns + 1).start_ns, [this, cell] { tick_down(cell); });
}

void Ran::send_up(std::size_t ue, const ns3::Ptr<ns3::Packet>& packet) {
  if (ues_[ue]->rlc[1].push(packet)) want_up(ue);
}

void Ran::want_up(std::size_t ue) {
  watch(ue);
  if (options_.configured_grant)
    arm_configured(ue, now_ns() + grid_.symbols_ns(grid_.n2() / 2));
  else
    request(ue);
}

// Not needed while a request is under way, or while the last report left the cell something to
// grant.
void Ran::request(std::size_t ue) {
  Ue& who = *ues_[ue];
  if (who.requested || who.reported > 0 || who.silent_until_ns > now_ns()) return;
  who.requested = true;
  const Unit chance = grid_.next(Direction::up, now_ns());
  at(chance.start_ns + grid_.symbols_ns(1) + grid_.symbols_ns(grid_.n2() / 2), [this, ue] {
    Ue& asking = *ues_[ue];
    if (!asking.requested) return;
    asking.known = std::max(asking.known, static_cast<std::int64_t>(options_.first_grant.value()));
    activate(Direction::up, ue);
  });
}

void Ran::arm_configured(std::size_t ue, std::int64_t from_ns) {
  Ue& who = *ues_[ue];
  if (who.configured_armed || who.silent_until_ns > now_ns()) return;
  who.configured_armed = true;
  const Unit unit = grid_.next(Direction::up, from_ns);
  at(unit.start_ns, [this, ue, unit] { send_configured(ue, unit); });
}

void Ran::send_configured(std::size_t ue, const Unit& unit) {
  Ue& who = *ues_[ue];
  who.configured_armed = false;
  if (who.rlc[1].backlog() == 0 || who.silent_until_ns > now_ns()) return;
  ++counters_[1].ticks;
  Block block{
      ue,
      who.cell,
      configured_adaptation_.choose(expected_db(Direction::up, ue, options_.configured_blocks)),
      options_.configured_blocks,
      unit.symbols,
      0,
      {}};
  block.bits = transport_block_bits(elements(Direction::up, unit.symbols), block.blocks, block.mcs,
                                    layers(Direction::up));
  block.segments = who.rlc[1].take(block.bits / 8);
  write_report(block);
  remember_use(Direction::up, who.cell, unit, block);
  at(unit.end_ns + grid_.symbols_ns(grid_.n2() / 2), [this, block, unit] {
    std::vector<Block> sent{block};
    decode(Direction::up, sent, unit);
  });
  if (who.reported > 0) arm_configured(ue, unit.end_ns);
}

void Ran::tick_up(std::size_t cell, const Unit& unit) {
  ++counters_[1].ticks;
  Cell& here = cells_[cell];
  here.last_up_ns = unit.start_ns;
  std::vector<Block> sent = fill(Direction::up, cell, unit);
  for (Block& block : sent) {
    Ue& who = *ues_[block.ue];
    const std::int64_t decoded_ns = unit.end_ns + grid_.symbols_ns(grid_.n2() / 2);
    who.processes[1].push_back(decoded_ns);
    if (block.attempts > 0) continue;
    who.known = std::max<std::int64_t>(0, who.known - block.bits / 8);
    who.granted += block.bits / 8;
    who.requested = false;
    write_report(block);
  }
  if (!sent.empty()) {
    at(unit.end_ns + grid_.symbols_ns(grid_.n2() / 2),
       [this, sent, unit]() mutable { decode(Direction::up, sent, unit); });
  }
  forget_idle(Direction::up, cell);
  here.ticking[1] = false;
  if (waiting(Direction::up, cell)) start_ticking(Direction::up, cell);
}

void Ran::write_report(Block& block) {
  Ue& who = *ues_[block.ue];
  block.report = who.reported = who.rlc[1].backlog();
  block.mark = who.granted;
  block.report_number = ++who.reports_sent;
}

// What has been granted since the report was written is no longer waiting. A request that is still
// to be answered is younger than any report, so a report does not lower what it asked for.
void Ran::read_report(const Block& block) {
  Ue& who = *ues_[block.ue];
  if (who.cell != block.cell || block.report_number < who.reports_read) return;
  who.reports_read = block.report_number;
  const std::int64_t least = who.requested ? who.known : 0;
  who.known = std::max(least, block.report - (who.granted - block.mark));
  if (who.known > 0) activate(Direction::up, block.ue);
}

}  // namespace lastmile::network::nr
