// Drawn colour objects: ten flat shapes seen by a poor camera.
//
// Classes: disc, ring, square, triangle, plus, star, crescent, bar, arrow, hourglass.
// What varies: position, size, stretch, rotation (28 degrees to either side), colour and texture of
// object and background (the object is the brighter one), clutter (three blobs or lines behind it),
// a light gradient, noise. Colours are drawn alike for every class, so they tell nothing; only
// shape does.
// Validity: a task on which a small CNN beats a linear model by far; no claim about photographs.
// Test: tests/unit/learn/dataset_test.cpp
#include <array>
#include <span>

#include "models/learn/canvas.hpp"
#include "models/learn/dataset.hpp"

namespace lastmile::learn {
namespace {

constexpr int kSide = 32;
constexpr std::size_t kPlane = std::size_t{kSide} * kSide;

struct Colour {
  double r = 0, g = 0, b = 0;
};

Colour random_colour(RandomStream& random) {
  const double r = random.uniform(), g = random.uniform();
  return {r, g, random.uniform()};
}

double brightness(const Colour& c) { return 0.3 * c.r + 0.6 * c.g + 0.1 * c.b; }

/// Dark enough that a brighter one exists.
Colour background_colour(RandomStream& random) {
  const Colour c = random_colour(random);
  return {0.6 * c.r, 0.6 * c.g, 0.6 * c.b};
}

/// A colour brighter than `other` by at least a fifth of the range.
Colour brighter(const Colour& other, RandomStream& random) {
  for (;;) {
    const Colour c = random_colour(random);
    if (brightness(c) > brightness(other) + 0.2) return c;
  }
}

bool inside_polygon(Point p, std::span<const Point> corners) {
  bool inside = false;
  for (std::size_t i = 0, j = corners.size() - 1; i < corners.size(); j = i++) {
    const Point a = corners[i], b = corners[j];
    if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x)
      inside = !inside;
  }
  return inside;
}

constexpr std::array<Point, 3> kTriangle{{{0, -1}, {.87, .5}, {-.87, .5}}};
constexpr std::array<Point, 10> kStar{{{0, -1},
                                       {.235, -.324},
                                       {.951, -.309},
                                       {.380, .124},
                                       {.588, .809},
                                       {0, .4},
                                       {-.588, .809},
                                       {-.380, .124},
                                       {-.951, -.309},
                                       {-.235, -.324}}};
constexpr std::array<Point, 7> kArrow{
    {{0, -1}, {.8, -.05}, {.3, -.05}, {.3, .95}, {-.3, .95}, {-.3, -.05}, {-.8, -.05}}};
constexpr std::array<Point, 4> kHourglass{{{-.75, -.85}, {.75, -.85}, {-.75, .85}, {.75, .85}}};

/// Whether p, in the shape's own coordinates, belongs to it.
bool inside(int shape, Point p) {
  const double r2 = p.x * p.x + p.y * p.y;
  if (r2 > 1.25) return false;
  const double ax = p.x < 0 ? -p.x : p.x, ay = p.y < 0 ? -p.y : p.y;
  switch (shape) {
    case 0:
      return r2 < 0.85 * 0.85;
    case 1:
      return r2 < 0.95 * 0.95 && r2 > 0.55 * 0.55;
    case 2:
      return ax < 0.75 && ay < 0.75;
    case 3:
      return inside_polygon(p, kTriangle);
    case 4:
      return (ax < 0.28 && ay < 0.95) || (ay < 0.28 && ax < 0.95);
    case 5:
      return inside_polygon(p, kStar);
    case 6:
      return r2 < 0.95 * 0.95 && (p.x - 0.45) * (p.x - 0.45) + p.y * p.y > 0.75 * 0.75;
    case 7:
      return ax < 1.0 && ay < 0.3;
    case 8:
      return inside_polygon(p, kArrow);
    default:
      return inside_polygon(p, kHourglass);
  }
}

/// A number in 0..1 over the plane that two colours are mixed by: plain, stripes or checks.
struct Texture {
  explicit Texture(RandomStream& random)
      : kind(static_cast<int>(random.below(3))),
        way(direction(random)),
        width(random.uniform(2, 5)),
        depth(random.uniform(0.1, 0.4)) {}
  [[nodiscard]] double at(Point p) const {
    const auto odd = [this](double v) { return (static_cast<int>(v / width + 64) & 1) != 0; };
    const bool u = odd(p.x * way.x + p.y * way.y), v = odd(p.y * way.x - p.x * way.y);
    if (kind == 0) return 0;
    return (kind == 1 ? u : u != v) ? depth : 0;
  }
  int kind;
  Point way;
  double width;
  double depth;
};

struct Clutter {
  Clutter(const Colour& background, RandomStream& random)
      : from{random.uniform(0, kSide), random.uniform(0, kSide)}, width(random.uniform(0.8, 2.2)) {
    const Point way = direction(random);
    const double length = random.uniform(0, 14);
    to = {from.x + way.x * length, from.y + way.y * length};
    const Colour other = random_colour(random);
    colour = {(background.r + other.r) / 2, (background.g + other.g) / 2,
              (background.b + other.b) / 2};
  }
  Point from, to;
  double width;
  Colour colour;
};

Affine random_map(RandomStream& random) {
  const double size = random.uniform(8, 13);
  const double stretch = random.uniform(0.85, 1.15);
  const Point turn = small_rotation(0.25, random);
  Affine map{turn.x * size * stretch, -turn.y * size, turn.y * size * stretch, turn.x * size, {}};
  const double room = 16 - size;
  map.shift = {16 + random.uniform(-room, room), 16 + random.uniform(-room, room)};
  return map;
}

/// Everything about one image but its noise.
class Scene {
 public:
  Scene(int shape, RandomStream& random)
      : shape_(shape),
        to_shape_(random_map(random).inverse()),
        background_(background_colour(random)),
        second_(background_colour(random)),
        object_(brighter(background_, random)),
        object_second_(random_colour(random)),
        texture_(random),
        object_texture_(random),
        clutter_{Clutter(background_, random), Clutter(background_, random),
                 Clutter(background_, random)},
        light_way_(direction(random)),
        light_depth_(random.uniform(0, 0.35)) {}

  [[nodiscard]] Colour at(Point p) const {
    Colour c = mix(background_, second_, texture_.at(p) * 0.5);
    for (const Clutter& k : clutter_)
      if (distance_to_segment(p, k.from, k.to) < k.width) c = k.colour;
    const double cover = coverage(p);
    if (cover > 0) c = mix(c, mix(object_, object_second_, object_texture_.at(p)), cover);
    const double light =
        1 + light_depth_ * ((p.x - 16) * light_way_.x + (p.y - 16) * light_way_.y) / 16;
    return {c.r * light, c.g * light, c.b * light};
  }

 private:
  static Colour mix(const Colour& a, const Colour& b, double t) {
    return {a.r + (b.r - a.r) * t, a.g + (b.g - a.g) * t, a.b + (b.b - a.b) * t};
  }
  /// Share of the pixel around p that the object covers, from four points.
  [[nodiscard]] double coverage(Point p) const {
    double hits = 0;
    for (const double dy : {-0.25, 0.25})
      for (const double dx : {-0.25, 0.25})
        hits += inside(shape_, to_shape_({p.x + dx, p.y + dy})) ? 0.25 : 0;
    return hits;
  }

  int shape_;
  Affine to_shape_;
  Colour background_, second_, object_, object_second_;
  Texture texture_, object_texture_;
  std::array<Clutter, 3> clutter_;
  Point light_way_;
  double light_depth_;
};

void draw(int shape, RandomStream& random, std::uint8_t* image) {
  const Scene scene(shape, random);
  const double noise = random.uniform(0.05, 0.25);
  for (int y = 0; y < kSide; ++y)
    for (int x = 0; x < kSide; ++x, ++image) {
      const Colour c = scene.at({x + 0.5, y + 0.5});
      const Noise n(random);
      image[0] = to_byte(c.r + noise * n[0]);
      image[kPlane] = to_byte(c.g + noise * n[1]);
      image[2 * kPlane] = to_byte(c.b + noise * n[2]);
    }
}

}  // namespace

Dataset draw_objects(std::size_t count, RandomStream random) {
  std::vector<std::uint8_t> pixels(count * 3 * kPlane);
  std::vector<Label> labels(count);
  for (std::size_t i = 0; i < count; ++i) {
    labels[i] = static_cast<Label>(i % 10);
    draw(labels[i], random, &pixels[i * 3 * kPlane]);
  }
  return Dataset("drawn objects", {3, kSide, kSide}, 10, std::move(pixels), std::move(labels));
}

}  // namespace lastmile::learn
