// Sounding (SRS): ns-3 gives every UE of a cell a subframe of its own in the period, so a period of T ms
// has places for T UEs of a cell; 320 is LTE's longest. ns-3 stops the whole run when a UE asks for a
// place in a full cell. An attempt to connect that is lost holds its place for 15 ms more, so that UEs
// that all begin at once need more places than there are UEs: where places are few they begin one group
// after the other, and where UEs may leave and come back two places are kept free.
#include "network/ns3/lte_parts.hpp"

namespace lastmile::network {
namespace {

constexpr std::size_t kLongest = 320;
constexpr std::size_t kSpare = 2;

std::string next_periods(std::size_t places) {
  std::string list;
  for (const std::size_t period : {2, 5, 10, 20, 40, 80, 160, 320}) {
    if (period >= places) list += (list.empty() ? "" : ", ") + std::to_string(period);
  }
  return list;
}

[[noreturn]] void too_many(const LteLink& link, const std::string& who, std::size_t places) {
  const std::string where = "link '" + link.name + "': " + who;
  const std::size_t period = srs_period_ms(link);
  if (places > kLongest) {
    throw ConfigError(where + ", and a cell can sound " + std::to_string(kLongest) +
                      " at most; use more cells");
  }
  throw ConfigError(where + ", and srs_period = " + std::to_string(period) + " ms has places for " +
                    std::to_string(period) + " in a cell; set it to one of " + next_periods(places) +
                    " ms, or leave it out");
}

bool may_change_cell(const World& world, const LteLink& link) {
  if (link.fading != LteFading::none) return true;
  for (const NodeId ue : link.ues) {
    if (world.movements->moves(ue)) return true;
  }
  return false;
}

}  // namespace

unsigned srs_period_ms(const LteLink& link) {
  if (link.srs_period_ms != 0) return static_cast<unsigned>(link.srs_period_ms);
  return link.ues.size() + kSpare <= 40 ? 40 : kLongest;
}

void check_sounding(const World& world, const LteLink& link, const std::vector<std::size_t>& cell_of_ue) {
  const std::size_t period = srs_period_ms(link), all = link.ues.size();
  if (may_change_cell(world, link)) {
    if (all + kSpare > period) {
      too_many(link, std::to_string(all) + " UEs may come together in one cell, which takes " +
                         std::to_string(all + kSpare) + " places", all + kSpare);
    }
    return;
  }
  std::vector<std::size_t> ues(link.cells.size());
  for (const std::size_t cell : cell_of_ue) ++ues[cell];
  for (std::size_t cell = 0; cell < ues.size(); ++cell) {
    if (ues[cell] <= period) continue;
    too_many(link, std::to_string(ues[cell]) + " UEs hear '" +
                       world.topology.nodes[link.cells[cell]].name + "' best", ues[cell]);
  }
}

std::vector<unsigned> connect_at_ms(const LteLink& link) {
  // UEs answer the same system information otherwise; a narrow carrier repeats it more often.
  const unsigned every_ms = link.bandwidth_rb < 25 ? 60 : 20;
  constexpr std::size_t group = 4;
  const std::size_t period = srs_period_ms(link), all = link.ues.size();
  std::vector<unsigned> at(all, 0);
  if (link.srs_period_ms == 0 && all * 40 <= period * 34) return at;
  unsigned now_ms = 0;
  for (std::size_t i = 0; i < all; ++i) {
    at[i] = now_ms;
    const bool tight = i + 40 > period;
    if (tight || i % group == group - 1) now_ms += every_ms;
  }
  return at;
}

}  // namespace lastmile::network
