// Drawn digits: strokes of a ten-letter pen alphabet under random affine maps.
//
// What varies: control points (jitter), rotation (about 25 degrees to either side), slant, size,
// position, pen width, ink, one stray stroke, noise. Validity: a task of the kind of MNIST, not
// MNIST; accuracy on it says nothing about accuracy there. Test: tests/unit/learn/dataset_test.cpp
#include <array>
#include <span>

#include "models/learn/canvas.hpp"
#include "models/learn/dataset.hpp"

namespace lastmile::learn {
namespace {

constexpr int kSide = 28;

/// Polylines in [-1, 1] squared, y downwards; a point with x = kLift begins a new stroke.
constexpr double kLift = 9;
constexpr Point kUp{kLift, 0};

struct Glyph {
  int count;
  std::array<Point, 14> points;
};

constexpr std::array<Glyph, 10> kGlyphs{{
    {9,
     {{{0, -1}, {-.5, -.7}, {-.6, 0}, {-.5, .7}, {0, 1}, {.5, .7}, {.6, 0}, {.5, -.7}, {0, -1}}}},
    {3, {{{-.35, -.6}, {.05, -1}, {.05, 1}}}},
    {7, {{{-.55, -.6}, {-.2, -1}, {.35, -.95}, {.5, -.5}, {.1, .2}, {-.6, 1}, {.65, 1}}}},
    {9,
     {{{-.5, -.85},
       {.1, -1},
       {.5, -.7},
       {.35, -.2},
       {-.1, -.05},
       {.45, .2},
       {.55, .65},
       {.1, 1},
       {-.55, .8}}}},
    {6, {{{.35, 1}, {.35, -1}, {-.65, .35}, {.7, .35}, kUp, {.35, .35}}}},
    {9,
     {{{.55, -1},
       {-.4, -1},
       {-.5, -.1},
       {.1, -.25},
       {.55, .1},
       {.55, .65},
       {.1, 1},
       {-.4, .95},
       {-.6, .7}}}},
    {10,
     {{{.4, -.95},
       {-.1, -.8},
       {-.5, -.2},
       {-.55, .5},
       {-.2, 1},
       {.3, .95},
       {.55, .5},
       {.3, .05},
       {-.15, .05},
       {-.5, .4}}}},
    {6, {{{-.6, -1}, {.6, -1}, {-.15, 1}, kUp, {-.25, 0}, {.5, 0}}}},
    {13,
     {{{.05, -.05},
       {-.45, -.45},
       {-.3, -.95},
       {.1, -1},
       {.45, -.8},
       {.35, -.35},
       {-.4, .25},
       {-.55, .65},
       {-.2, 1},
       {.3, .95},
       {.55, .6},
       {.4, .2},
       {.05, -.05}}}},
    {10,
     {{{.5, -.4},
       {.15, -.05},
       {-.3, -.05},
       {-.55, -.5},
       {-.3, -.95},
       {.2, -1},
       {.5, -.7},
       {.5, -.1},
       {.3, .6},
       {-.1, 1}}}},
}};

/// From the glyph's square to pixels.
Affine random_map(RandomStream& random) {
  const Point turn = small_rotation(0.22, random);
  const double slant = random.uniform(-0.35, 0.35);
  const double width = random.uniform(5.5, 9.5), height = random.uniform(6.5, 9.5);
  Affine map;
  map.xx = turn.x * width;
  map.xy = (slant * turn.x - turn.y) * height;
  map.yx = turn.y * width;
  map.yy = (slant * turn.y + turn.x) * height;
  map.shift = {14 + random.uniform(-4, 4), 14 + random.uniform(-3.5, 3.5)};
  return map;
}

/// Ink in 0..1 at p of a pen of half width `pen`.
double ink(Point p, std::span<const Point> points, double pen) {
  double nearest = 1e9;
  for (std::size_t i = 1; i < points.size(); ++i)
    if (points[i].x < 1e3 && points[i - 1].x < 1e3)
      nearest = std::min(nearest, distance_to_segment(p, points[i - 1], points[i]));
  return std::clamp(pen - nearest + 0.5, 0.0, 1.0);
}

void draw(int digit, RandomStream& random, std::uint8_t* image) {
  const Affine map = random_map(random);
  const Glyph& glyph = kGlyphs[static_cast<std::size_t>(digit)];
  std::array<Point, 14> points{};
  for (std::size_t i = 0; i < static_cast<std::size_t>(glyph.count); ++i) {
    const Point g = glyph.points[i];
    const Point moved{g.x + random.uniform(-.14, .14), g.y + random.uniform(-.12, .12)};
    points[i] = g.x == kLift ? Point{1e6, 1e6} : map(moved);
  }
  const std::span<const Point> strokes(points.data(), static_cast<std::size_t>(glyph.count));
  const double pen = random.uniform(0.7, 1.5), brightness = random.uniform(0.6, 1.0);
  const Point a{random.uniform(0, kSide), random.uniform(0, kSide)}, way = direction(random);
  const double length = random.uniform(4, 12);
  const std::array<Point, 2> stray{a, Point{a.x + way.x * length, a.y + way.y * length}};
  for (int y = 0; y < kSide; ++y)
    for (int x = 0; x < kSide; ++x) {
      const Point p{x + 0.5, y + 0.5};
      const double v = std::max(brightness * ink(p, strokes, pen), 0.6 * ink(p, stray, 0.6));
      *image++ = to_byte(v + 0.18 * Noise(random)[0]);
    }
}

}  // namespace

Dataset draw_digits(std::size_t count, RandomStream random) {
  std::vector<std::uint8_t> pixels(count * kSide * kSide), labels(count);
  for (std::size_t i = 0; i < count; ++i) {
    labels[i] = static_cast<std::uint8_t>(i % 10);
    draw(labels[i], random, &pixels[i * kSide * kSide]);
  }
  return Dataset("drawn digits", {1, kSide, kSide}, 10, std::move(pixels), std::move(labels));
}

}  // namespace lastmile::learn
