#include "scenarios/host/sweep/agenda.hpp"

#include <algorithm>

namespace lastmile::scenarios {

std::uint64_t shard_of(const SweepPlan& plan, std::uint64_t number, std::uint64_t shards) {
  const Point point = plan.point(number);
  const std::uint64_t unit =
      plan.precision ? point.cell : point.cell * plan.seeds.size() + point.seed;
  return unit % shards;
}

Agenda::Agenda(const SweepPlan& plan, Shard shard, DonePoints done)
    : plan_(plan), shard_(shard), done_(std::move(done)) {
  if (plan.precision) return;  // the points are not known before their cells are looked at
  for (std::uint64_t number = 0; number < plan.points(); ++number) {
    if (!mine(number)) continue;
    ++wanted_;
    ended_ += done_.contains(number) ? 1 : 0;
  }
}

bool Agenda::mine(std::uint64_t number) const {
  return shard_.count == 1 || shard_of(plan_, number, shard_.count) == shard_.index;
}

std::optional<std::uint64_t> Agenda::next() {
  while (queue_.empty() && next_cell_ < plan_.cells.size()) open(next_cell_++);
  if (queue_.empty()) return std::nullopt;
  const std::uint64_t number = queue_.front();
  queue_.pop_front();
  return number;
}

std::uint64_t Agenda::wanted_now() {
  while (next_cell_ < plan_.cells.size()) open(next_cell_++);
  return wanted_;
}

void Agenda::open(std::uint64_t cell) {
  if (plan_.precision && !mine(plan_.number({cell, 0, 0}))) return;
  open_[cell] = {};
  ask_for(cell, std::min(plan_.precision ? plan_.precision->least : plan_.seeds.size(),
                         plan_.seeds.size()));
  look_at(cell);
}

// While nothing of the cell is under way: does it want more seeds, or is it finished?
void Agenda::look_at(std::uint64_t cell) {
  for (;;) {
    OpenCell& state = open_.at(cell);
    if (state.waiting > 0) return;
    std::size_t wanted = state.asked;
    if (!state.failed && plan_.precision)
      wanted = seeds_wanted(plan_.precision, values(cell, state.asked), plan_.baseline,
                            plan_.seeds.size());
    if (wanted <= state.asked) {
      open_.erase(cell);
      return;
    }
    ask_for(cell, wanted);
  }
}

void Agenda::ask_for(std::uint64_t cell, std::size_t seeds) {
  OpenCell& state = open_.at(cell);
  std::vector<std::uint64_t> added;
  for (std::size_t strategy = 0; strategy < plan_.strategies(); ++strategy) {
    for (std::size_t seed = state.asked; seed < seeds; ++seed) {
      const std::uint64_t number = plan_.number({cell, strategy, seed});
      if (!mine(number)) continue;
      if (plan_.precision) ++wanted_;
      if (!done_.contains(number))
        added.push_back(number);
      else if (plan_.precision)
        ++ended_;
    }
  }
  state.asked = seeds;
  state.waiting += added.size();
  queue_.insert(queue_.begin(), added.begin(),
                added.end());  // a cell that was begun is ended first
}

CellValues Agenda::values(std::uint64_t cell, std::size_t seeds) const {
  CellValues result(plan_.strategies());
  for (std::size_t strategy = 0; strategy < result.size(); ++strategy) {
    for (std::size_t seed = 0; seed < seeds; ++seed) {
      result[strategy].push_back(done_.at(plan_.number({cell, strategy, seed})));
    }
  }
  return result;
}

void Agenda::ended(std::uint64_t number, std::optional<double> value) {
  const std::uint64_t cell = plan_.point(number).cell;
  OpenCell& state = open_.at(cell);
  ++ended_;
  --state.waiting;
  if (value)
    done_[number] = *value;
  else
    state.failed = true;
  look_at(cell);
}

}  // namespace lastmile::scenarios
