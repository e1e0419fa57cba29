// Where on a picture of a topology everything goes: nodes at their positions, those without a place
// of their own in a column beside the map, and labels where they cover nothing. In pixels.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/host/svg.hpp"
#include "scenarios/scenario.hpp"

namespace lastmile::scenarios {

struct Box {
  double x = 0, y = 0, width = 0, height = 0;
  [[nodiscard]] bool overlaps(const Box& other) const;
  [[nodiscard]] bool inside(const Box& other) const;
};

struct PlacedLabel {
  std::string text;
  Box box;
  Point marker;         ///< of what it names
  bool leader = false;  ///< stands so far off that a line must lead to it
};

class PictureLayout {
 public:
  explicit PictureLayout(const Scenario& scenario);

  [[nodiscard]] const Box& map() const { return map_; }
  [[nodiscard]] double width() const { return 1000; }
  [[nodiscard]] Point to_map(const network::Position& place) const;
  [[nodiscard]] double pixels_per_metre() const { return scale_; }
  [[nodiscard]] bool on_map(network::NodeId node) const { return on_map_[node]; }
  /// Where its marker is: moved aside where another one is in the way.
  [[nodiscard]] Point marker(network::NodeId node) const { return markers_[node]; }
  [[nodiscard]] double marker_radius() const { return crowded_ ? 2.5 : 6; }
  /// One for every node, or for every group where there are too many.
  [[nodiscard]] const std::vector<PlacedLabel>& labels() const { return labels_; }
  /// A free place near this point; none where all is taken.
  std::optional<PlacedLabel> place_label(const std::string& text, Point near, double distance);

 private:
  void choose_places();
  void fit_map();
  void place_markers();
  void place_aside();
  void place_labels();
  Point free_spot(Point wanted) const;
  [[nodiscard]] bool is_free(const Box& box, const Box& within) const;
  [[nodiscard]] std::vector<network::Position> extent() const;

  const Scenario& scenario_;
  bool crowded_ = false;
  Box map_;
  double scale_ = 1, left_m_ = 0, top_m_ = 0;
  std::vector<bool> on_map_;
  std::vector<Point> markers_;
  std::vector<Box> taken_;
  std::vector<PlacedLabel> labels_;
};

}  // namespace lastmile::scenarios
