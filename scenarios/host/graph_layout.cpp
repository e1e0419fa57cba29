#include "scenarios/host/graph_layout.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "models/cost.hpp"

namespace lastmile::scenarios {
namespace {

using models::Graph;
using models::LayerId;

constexpr int kSweeps = 8;

bool drawn(const Graph& graph, LayerId id) {
  return id == 0 || cost_class(graph.layer(id)) != models::CostClass::fused;
}

}  // namespace

GraphLayout::GraphLayout(const Graph& graph) {
  collect(graph);
  sort_rows();
  place();
  trace();
}

void GraphLayout::collect(const Graph& graph) {
  std::map<LayerId, std::size_t> item_of;
  for (LayerId id = 0; id < graph.size(); ++id) {
    shown_as_.push_back(drawn(graph, id) ? id : shown_as_[graph.inputs(id).front()]);
    if (shown_as_[id] != id) continue;
    std::set<std::size_t> sources;
    if (id != 0)
      for (const LayerId input : graph.inputs(id)) sources.insert(item_of.at(shown_as_[input]));
    Item item{id, false, 0, {}, {}, 0};
    for (const std::size_t source : sources) item.row = std::max(item.row, items_[source].row + 1);
    const std::size_t number = items_.size();
    item_of[id] = number;
    items_.push_back(item);
    for (const std::size_t source : sources) connect(source, number);
  }
  for (std::size_t i = 0; i < items_.size(); ++i) {
    rows_.resize(std::max(rows_.size(), items_[i].row + 1));
    rows_[items_[i].row].push_back(i);
  }
}

void GraphLayout::connect(std::size_t from, std::size_t to) {
  const std::size_t last_row = items_[to].row;
  for (std::size_t row = items_[from].row + 1; row < last_row; ++row) {
    const std::size_t lane = items_.size();
    items_.push_back({items_[to].layer, true, row, {from}, {}, 0});
    items_[from].below.push_back(lane);
    from = lane;
  }
  items_[from].below.push_back(to);
  items_[to].above.push_back(from);
}

void GraphLayout::sort_rows() {
  place();
  for (int sweep = 0; sweep < kSweeps; ++sweep) {
    const bool downwards = sweep % 2 == 0;
    for (std::size_t i = 0; i < rows_.size(); ++i)
      sort_row(rows_[downwards ? i : rows_.size() - 1 - i], downwards);
    place();
  }
}

void GraphLayout::sort_row(std::vector<std::size_t>& row, bool downwards) {
  std::map<std::size_t, double> wish;
  for (const std::size_t i : row) {
    const std::vector<std::size_t>& near = downwards ? items_[i].above : items_[i].below;
    double sum = 0;
    for (const std::size_t other : near) sum += items_[other].x;
    wish[i] = near.empty() ? items_[i].x : sum / static_cast<double>(near.size());
  }
  std::stable_sort(row.begin(), row.end(),
                   [&wish](std::size_t a, std::size_t b) { return wish[a] < wish[b]; });
}

void GraphLayout::place() {
  width_ = 0;
  std::vector<double> widths;
  for (const auto& row : rows_) {
    double sum = 0;
    for (const std::size_t i : row) sum += width_of(items_[i]);
    widths.push_back(sum);
    width_ = std::max(width_, sum + 2 * margin);
  }
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    double x = (width_ - widths[r]) / 2;
    for (const std::size_t i : rows_[r]) {
      items_[i].x = x + width_of(items_[i]) / 2;
      x += width_of(items_[i]);
    }
  }
}

void GraphLayout::trace() {
  for (const Item& item : items_) {
    if (item.lane) continue;
    const Point at = middle(item);
    boxes_.push_back({item.layer, {at.x - box_width / 2, at.y - box_height / 2}});
    for (std::size_t next : item.below) {
      std::vector<Point> points = {{at.x, at.y + box_height / 2}};
      for (; items_[next].lane; next = items_[next].below.front()) {
        const Point lane = middle(items_[next]);
        points.push_back({lane.x, lane.y - box_height / 2});
        points.push_back({lane.x, lane.y + box_height / 2});
      }
      const Point end = middle(items_[next]);
      points.push_back({end.x, end.y - box_height / 2});
      connections_.push_back(points);
    }
  }
}

Point GraphLayout::middle(const Item& item) const {
  return {item.x, margin + row_height * (static_cast<double>(item.row) + 1.5)};
}

double GraphLayout::height() const {
  return 2 * margin + row_height * (static_cast<double>(rows_.size()) + 1.5);
}

}  // namespace lastmile::scenarios
