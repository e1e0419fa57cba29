// Where on a picture of a network everything goes: one row for each distance from the input, the longest
// counted. Layers that a runtime computes together with the one before (activations, views) have no box of
// their own.
//
// Rows are ordered by the mean place of what lies above (below, in every second sweep): Sugiyama et al. 1981,
// doi:10.1109/TSMC.1981.4308636. A connection over several rows has a lane in each. In pixels.
// Tests: tests/unit/scenarios/graph_report_test.cpp
#pragma once

#include <vector>

#include "models/graph.hpp"
#include "scenarios/host/svg.hpp"

namespace lastmile::scenarios {

class GraphLayout {
 public:
  static constexpr double box_width = 168, box_height = 32, row_height = 50, lane_width = 20, margin = 24;

  explicit GraphLayout(const models::Graph& graph);

  struct Placed {
    models::LayerId layer;
    Point corner;  ///< upper left of its box
  };
  [[nodiscard]] const std::vector<Placed>& boxes() const { return boxes_; }
  /// From the lower edge of one box to the upper edge of another.
  [[nodiscard]] const std::vector<std::vector<Point>>& connections() const { return connections_; }
  [[nodiscard]] double width() const { return width_; }
  [[nodiscard]] double height() const;
  /// The layer in whose box it is drawn.
  [[nodiscard]] models::LayerId shown_as(models::LayerId layer) const { return shown_as_[layer]; }

 private:
  // A box or, where a connection passes a row, a lane.
  struct Item {
    models::LayerId layer = 0;
    bool lane = false;
    std::size_t row = 0;
    std::vector<std::size_t> above, below;
    double x = 0;  // of its middle
  };
  void collect(const models::Graph& graph);
  void connect(std::size_t from, std::size_t to);
  void sort_rows();
  void sort_row(std::vector<std::size_t>& row, bool downwards);
  void place();
  void trace();
  [[nodiscard]] static double width_of(const Item& item) {
    return item.lane ? lane_width : box_width + lane_width;
  }
  [[nodiscard]] Point middle(const Item& item) const;

  std::vector<models::LayerId> shown_as_;
  std::vector<Item> items_;
  std::vector<std::vector<std::size_t>> rows_;
  std::vector<Placed> boxes_;
  std::vector<std::vector<Point>> connections_;
  double width_ = 0;
};

}  // namespace lastmile::scenarios
