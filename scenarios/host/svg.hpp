// Writes pictures as SVG: shapes with a class each, whose looks a style sheet holds.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace lastmile::scenarios {

struct Point {
  double x = 0, y = 0;
};

class Svg {
 public:
  /// `style` is CSS. Lengths are pixels, y grows downwards.
  Svg(double width, double height, const std::string& style);

  void line(Point a, Point b, const std::string& look);
  void path(const std::vector<Point>& points, const std::string& look);
  void polygon(const std::vector<Point>& points, const std::string& look);
  void circle(Point center, double radius, const std::string& look);
  void rectangle(Point corner, double width, double height, const std::string& look);
  /// `anchor` is "start", "middle" or "end"; `at` is on the base line.
  void text(Point at, const std::string& anchor, const std::string& look, const std::string& words);
  /// What is drawn until end_clip() shows inside the rectangle only.
  void begin_clip(Point corner, double width, double height);
  void end_clip();
  [[nodiscard]] std::string finish() const { return text_ + "</svg>\n"; }

 private:
  void shape(const std::string& name, const std::string& look, const std::string& attributes);
  std::string text_;
  int clips_ = 0;
};

/// A number as SVG wants it, in tenths of a pixel.
std::string pixels(double value);

}  // namespace lastmile::scenarios
