// Handover by event A3: a neighbour that has been a3_offset stronger for a3_time takes the UE over.
// The queue moves with the UE (the records of rlc.hpp belong to the UE), blocks that wait for a
// retransmission are cut up again in the new cell, and nothing is sent for the interruption time.
// A UE without traffic moves to the better cell when it next has some, at no cost.
// Source:  TS 38.331 5.5.4.4 (A3), TS 38.300 9.2.3 (forwarding).
// Ignores: filtering of measurements (long-term gains carry no fading), failed handovers, reports and
//          random access over the air (they are in the interruption time).
// Checked: tests/nr/handover_test.cpp.
#include "network/ns3/nr/ran.hpp"

namespace lastmile::network::nr {
namespace {

constexpr std::int64_t kMeasurePeriodNs =
    40000000;  // TS 38.133 9.2.5: 40 ms is of the order of its periods (r)

}  // namespace

void Ran::watch(std::size_t ue) {
  Ue& who = *ues_[ue];
  if (cells_.size() < 2 || who.measuring) return;
  who.measuring = true;
  if (radio_.refresh(ue) && !who.active[0] && !who.active[1]) who.cell = radio_.best_cell(ue);
  at(now_ns() + kMeasurePeriodNs, [this, ue] { measure(ue); });
}

void Ran::measure(std::size_t ue) {
  Ue& who = *ues_[ue];
  who.measuring = false;
  if (who.rlc[0].backlog() == 0 && who.rlc[1].backlog() == 0 && !who.active[0] && !who.active[1])
    return;
  radio_.refresh(ue);
  const std::size_t best = radio_.best_cell(ue);
  const bool stronger =
      radio_.gain(ue, best) > radio_.gain(ue, who.cell) * db_to_linear(options_.a3_offset_db);
  if (!stronger)
    who.better_since_ns = -1;
  else if (who.better_since_ns < 0 || who.better != best)
    who.better_since_ns = now_ns();
  who.better = best;
  if (stronger && now_ns() - who.better_since_ns >= options_.a3_time.count()) hand_over(ue, best);
  watch(ue);
}

void Ran::hand_over(std::size_t ue, std::size_t target) {
  Ue& who = *ues_[ue];
  ++counters_[0].handovers;
  if (options_.configured_grant) {
    cells_[who.cell].reserved -= options_.configured_blocks;
    cells_[target].reserved += options_.configured_blocks;
  }
  who.cell = target;
  who.better_since_ns = -1;
  who.active = {};
  who.known = who.granted = who.reported = 0;
  who.requested = false;
  who.silent_until_ns = now_ns() + options_.handover_interruption.count();
  at(who.silent_until_ns, [this, ue] { resume(ue); });
}

void Ran::resume(std::size_t ue) {
  Ue& who = *ues_[ue];
  if (who.silent_until_ns > now_ns()) return;
  if (who.rlc[0].backlog() > 0) activate(Direction::down, ue);
  if (who.rlc[1].backlog() > 0) want_up(ue);
}

}  // namespace lastmile::network::nr
