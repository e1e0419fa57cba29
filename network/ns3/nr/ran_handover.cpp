// Handover by event A3: a neighbour that has been a3_offset stronger for a3_time takes the UE over.
// The queue moves with the UE (the records of rlc.hpp belong to the UE), blocks that wait for a
// retransmission are cut up again in the new cell, and nothing is sent for the interruption time.
// A UE without traffic moves to the better cell when it next has some, at no cost.
// A UE that moves out of every cell's coverage (long-term SINR of a free downlink below the lowest
// MCS) is lost: nothing is scheduled for it, its queues wait, and it looks for a cell once a period
// while it has something to send or get. It joins the best cell that it can hear, after the
// interruption; a UE whose own cell cannot be heard while another can joins that one at once.
// Source:  TS 38.331 5.5.4.4 (A3), 5.3.7 (re-establishment), TS 38.300 9.2.3 (forwarding).
// Ignores: filtering of measurements (long-term gains carry no fading), failed handovers, reports and
//          random access over the air (they are in the interruption time), timers of radio link failure,
//          coverage of the uplink (a UE that is heard too weakly repeats for ever).
// Checked: tests/nr/handover_test.cpp, motion_test.cpp.
#include <algorithm>
#include <limits>

#include "network/ns3/nr/flow_rate.hpp"
#include "network/ns3/nr/ran.hpp"

namespace lastmile::network::nr {
namespace {

constexpr std::int64_t kMeasurePeriodNs =
    40000000;  // TS 38.133 9.2.5: 40 ms is of the order of its periods (r)
constexpr double kFarM = 10;  // more than a period's way at 250 m/s

}  // namespace

// What has moved far since the last look (ns-3 may have stood still in between) is looked at at once.
void Ran::watch(std::size_t ue) {
  Ue& who = *ues_[ue];
  if (cells_.size() < 2 && !radio_.moves(ue)) return;
  const bool idle = !who.active[0] && !who.active[1];
  if (idle && (!who.measuring || radio_.strayed_m(ue) > kFarM)) relocate(ue);
  if (who.measuring) return;
  who.measuring = true;
  at(now_ns() + kMeasurePeriodNs, [this, ue] { measure(ue); });
}

void Ran::relocate(std::size_t ue) {
  if (!radio_.refresh(ue)) return;
  const std::size_t best = radio_.best_cell(ue);
  if (ues_[ue]->lost) {
    if (covered(ue, best)) hand_over(ue, best);
  } else if (!covered(ue, best)) {
    lose(ue);
  } else if (best != ues_[ue]->cell) {
    join_cell(ue, best);
  }
}

void Ran::measure(std::size_t ue) {
  Ue& who = *ues_[ue];
  who.measuring = false;
  if (who.rlc[0].backlog() == 0 && who.rlc[1].backlog() == 0 && !who.active[0] && !who.active[1])
    return;
  if (radio_.refresh(ue) && (who.lost || !covered(ue, who.cell))) {
    const std::size_t best = radio_.best_cell(ue);
    if (covered(ue, best)) hand_over(ue, best);
    else if (!who.lost) lose(ue);
  } else if (!who.lost) {
    check_signal(ue);
  }
  watch(ue);
}

bool Ran::covered(std::size_t ue, std::size_t cell) const {
  const double db = linear_to_db(radio_.steady_down(ue, cell) / radio_.noise_down() / options_.layers_down);
  return db >= adaptation_[0].least_db();
}

void Ran::check_signal(std::size_t ue) {
  Ue& who = *ues_[ue];
  const std::size_t best = radio_.best_cell(ue);
  const bool stronger =
      radio_.gain(ue, best) > radio_.gain(ue, who.cell) * db_to_linear(options_.a3_offset_db);
  if (!stronger)
    who.better_since_ns = -1;
  else if (who.better_since_ns < 0 || who.better != best)
    who.better_since_ns = now_ns();
  who.better = best;
  if (stronger && now_ns() - who.better_since_ns >= options_.a3_time.count()) hand_over(ue, best);
}

void Ran::hand_over(std::size_t ue, std::size_t target) {
  Ue& who = *ues_[ue];
  if (target != who.cell) ++counters_[0].handovers;
  leave_cell(ue);
  join_cell(ue, target);
  who.silent_until_ns = now_ns() + options_.handover_interruption.count();
  at(who.silent_until_ns, [this, ue] { resume(ue); });
}

void Ran::lose(std::size_t ue) {
  Ue& who = *ues_[ue];
  leave_cell(ue);
  for (auto& active : cells_[who.cell].active) {
    active.erase(std::remove(active.begin(), active.end(), ue), active.end());
  }
  who.lost = true;
  who.silent_until_ns = std::numeric_limits<std::int64_t>::max();
}

void Ran::leave_cell(std::size_t ue) {
  Ue& who = *ues_[ue];
  who.better_since_ns = -1;
  who.active = {};
  who.known = who.granted = who.reported = 0;
  who.requested = false;
}

void Ran::join_cell(std::size_t ue, std::size_t cell) {
  Ue& who = *ues_[ue];
  if (options_.configured_grant) {
    cells_[who.cell].reserved -= options_.configured_blocks;
    cells_[cell].reserved += options_.configured_blocks;
  }
  who.cell = cell;
  who.lost = false;
}

void Ran::resume(std::size_t ue) {
  Ue& who = *ues_[ue];
  if (who.silent_until_ns > now_ns()) return;
  if (who.rlc[0].backlog() > 0) activate(Direction::down, ue);
  if (who.rlc[1].backlog() > 0) want_up(ue);
}

}  // namespace lastmile::network::nr
