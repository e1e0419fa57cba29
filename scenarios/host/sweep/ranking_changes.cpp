#include "scenarios/host/sweep/ranking_changes.hpp"

#include <algorithm>
#include <cmath>

#include "scenarios/host/sweep/cell_statistics.hpp"

namespace lastmile::scenarios {

RankingReport::RankingReport(const Cells& cells, std::vector<std::string> strategies,
                             std::size_t kpis)
    : cells_(cells), names_(std::move(strategies)), kpis_(kpis) {
  for (const char* axis : {"network", "compute"}) {
    const auto& names = cells.names();
    const auto found = std::find(names.begin(), names.end(), axis);
    if (found == names.end()) continue;
    Axis added{static_cast<std::size_t>(found - names.begin()), {}};
    for (std::uint64_t cell = 0; cell < cells.size(); ++cell) {
      const std::string value = set_text(cells.values(cell)[added.parameter]);
      if (std::find(added.values.begin(), added.values.end(), value) == added.values.end())
        added.values.push_back(value);
    }
    if (added.values.size() > 1) axes_.push_back(std::move(added));
  }
  if (wanted()) orders_.resize(cells.size() * kpis_);
}

void RankingReport::add(std::uint64_t cell, std::size_t kpi, const Paired& values) {
  if (!wanted()) return;
  Order& order = orders_[cell * kpis_ + kpi];
  order.known = true;
  order.ranking = rank(names_, values);
  order.signs.assign(names_.size() * names_.size(), 0);
  for (std::size_t i = 0; i < names_.size(); ++i) {
    for (std::size_t j = i + 1; j < names_.size(); ++j) {
      if (values[i].size() != values[j].size()) continue;
      const Difference difference = paired_difference(values[i], values[j]);
      if (std::isnan(difference.low)) continue;
      order.signs[pair(i, j)] = difference.low > 0 ? 1 : difference.high < 0 ? -1 : 0;
    }
  }
}

void RankingReport::compare(const Order& a, const Order& b, RankingChange& change) const {
  if (!a.known || !b.known) return;
  ++change.cells;
  bool changed = false, significant = false;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    for (std::size_t j = i + 1; j < names_.size(); ++j) {
      const auto& x = a.ranking.position;
      const auto& y = b.ranking.position;
      if (!((x[i] < x[j] && y[i] > y[j]) || (x[i] > x[j] && y[i] < y[j]))) continue;
      changed = true;
      significant = significant || a.signs[pair(i, j)] * b.signs[pair(i, j)] < 0;
      ++change.pairs[names_[i] + "/" + names_[j]];
    }
  }
  change.changed += changed ? 1 : 0;
  change.significant += significant ? 1 : 0;
}

std::vector<RankingChange> RankingReport::changes() const {
  std::vector<RankingChange> result;
  if (!wanted()) return result;
  for (const Axis& axis : axes_) {
    std::map<std::string, std::map<std::string, std::uint64_t>>
        groups;  // all else, then the axis' value
    for (std::uint64_t cell = 0; cell < cells_.size(); ++cell) {
      std::vector<Value> values = cells_.values(cell);
      const std::string here = set_text(values[axis.parameter]);
      std::string rest;
      for (std::size_t i = 0; i < values.size(); ++i) {
        if (i != axis.parameter) rest += set_text(values[i]) + '\n';
      }
      groups[rest][here] = cell;
    }
    for (std::size_t v = 1; v < axis.values.size(); ++v) {
      for (std::size_t kpi = 0; kpi < kpis_; ++kpi) {
        RankingChange change{
            cells_.names()[axis.parameter], axis.values.front(), axis.values[v], kpi, 0, 0, 0, {}};
        for (const auto& [rest, by_value] : groups) {
          const auto from = by_value.find(change.from), to = by_value.find(change.to);
          if (from == by_value.end() || to == by_value.end()) continue;
          compare(orders_[from->second * kpis_ + kpi], orders_[to->second * kpis_ + kpi], change);
        }
        result.push_back(std::move(change));
      }
    }
  }
  return result;
}

}  // namespace lastmile::scenarios
