#include "scenarios/host/svg.hpp"

#include <cstdio>

namespace lastmile::scenarios {
namespace {

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '&')
      result += "&amp;";
    else if (c == '<')
      result += "&lt;";
    else if (c == '>')
      result += "&gt;";
    else if (c == '"')
      result += "&quot;";
    else if (static_cast<unsigned char>(c) >= ' ')
      result += c;
  }
  return result;
}

std::string attribute(const char* name, const std::string& value) {
  return std::string(" ") + name + "=\"" + value + "\"";
}

std::string list_of(const std::vector<Point>& points) {
  std::string result;
  for (const Point& p : points) {
    result += (result.empty() ? "" : " ") + pixels(p.x) + "," + pixels(p.y);
  }
  return result;
}

}  // namespace

std::string pixels(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

Svg::Svg(double width, double height, const std::string& style) {
  const std::string w = pixels(width), h = pixels(height);
  text_ = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + w + "\" height=\"" + h +
          "\" viewBox=\"0 0 " + w + " " + h + "\">\n<style>\n" + style + "</style>\n";
}

void Svg::shape(const std::string& name, const std::string& look, const std::string& attributes) {
  text_ += "<" + name + attribute("class", escaped(look)) + attributes + "/>\n";
}

void Svg::line(Point a, Point b, const std::string& look) {
  shape("line", look,
        attribute("x1", pixels(a.x)) + attribute("y1", pixels(a.y)) + attribute("x2", pixels(b.x)) +
            attribute("y2", pixels(b.y)));
}

void Svg::path(const std::vector<Point>& points, const std::string& look) {
  shape("polyline", look, attribute("points", list_of(points)));
}

void Svg::polygon(const std::vector<Point>& points, const std::string& look) {
  shape("polygon", look, attribute("points", list_of(points)));
}

void Svg::circle(Point center, double radius, const std::string& look) {
  shape("circle", look,
        attribute("cx", pixels(center.x)) + attribute("cy", pixels(center.y)) +
            attribute("r", pixels(radius)));
}

void Svg::rectangle(Point corner, double width, double height, const std::string& look) {
  shape("rect", look,
        attribute("x", pixels(corner.x)) + attribute("y", pixels(corner.y)) +
            attribute("width", pixels(width)) + attribute("height", pixels(height)));
}

void Svg::text(Point at, const std::string& anchor, const std::string& look,
               const std::string& words) {
  text_ += "<text" + attribute("class", escaped(look)) + attribute("text-anchor", anchor) +
           attribute("x", pixels(at.x)) + attribute("y", pixels(at.y)) + ">" + escaped(words) +
           "</text>\n";
}

void Svg::begin_clip(Point corner, double width, double height) {
  const std::string id = "clip" + std::to_string(++clips_);
  text_ += "<clipPath id=\"" + id + "\">\n";
  rectangle(corner, width, height, "");
  text_ += "</clipPath>\n<g clip-path=\"url(#" + id + ")\">\n";
}

void Svg::end_clip() { text_ += "</g>\n"; }

}  // namespace lastmile::scenarios
