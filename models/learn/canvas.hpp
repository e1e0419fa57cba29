// Geometry for drawn images, from additions, multiplications, divisions and square roots only, so
// that the same seed draws the same bytes on every machine.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "sim/random.hpp"

namespace lastmile::learn {

struct Point {
  double x = 0;
  double y = 0;
};

/// p -> rotation and scale (and slant) about the origin, then a shift.
struct Affine {
  double xx = 1, xy = 0, yx = 0, yy = 1;
  Point shift;

  [[nodiscard]] Point operator()(Point p) const {
    return {xx * p.x + xy * p.y + shift.x, yx * p.x + yy * p.y + shift.y};
  }
  /// REQUIRES: not singular.
  [[nodiscard]] Affine inverse() const {
    const double d = xx * yy - xy * yx;
    Affine r{yy / d, -xy / d, -yx / d, xx / d, {}};
    r.shift = {-(r.xx * shift.x + r.xy * shift.y), -(r.yx * shift.x + r.yy * shift.y)};
    return r;
  }
};

/// Cosine and sine of an angle with |tan(angle / 2)| <= limit, drawn evenly in that tangent. A
/// limit of 1 is a quarter turn to either side.
inline Point small_rotation(double limit, RandomStream& random) {
  const double t = random.uniform(-limit, limit);
  return {(1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)};
}

/// Any direction, all equally likely.
inline Point direction(RandomStream& random) {
  for (;;) {
    const Point p{random.uniform(-1, 1), random.uniform(-1, 1)};
    const double r2 = p.x * p.x + p.y * p.y;
    if (r2 > 1 || r2 < 1e-6) continue;
    const double r = std::sqrt(r2);
    return {p.x / r, p.y / r};
  }
}

inline double distance_to_segment(Point p, Point a, Point b) {
  const Point d{b.x - a.x, b.y - a.y};
  const double length2 = d.x * d.x + d.y * d.y;
  const double t =
      length2 > 0 ? std::clamp(((p.x - a.x) * d.x + (p.y - a.y) * d.y) / length2, 0.0, 1.0) : 0.0;
  const Point e{p.x - a.x - t * d.x, p.y - a.y - t * d.y};
  return std::sqrt(e.x * e.x + e.y * e.y);
}

/// Four values of noise in (-1, 1), each the sum of two even draws of a byte.
struct Noise {
  explicit Noise(RandomStream& random) : bits(random.next_u64()) {}
  explicit Noise(std::uint64_t draw) : bits(draw) {}
  [[nodiscard]] double operator[](int i) const {
    const auto byte = [&](int k) { return static_cast<int>((bits >> (8 * k)) & 0xff); };
    return (byte(2 * i) + byte(2 * i + 1) - 255) / 256.0;
  }
  std::uint64_t bits;
};

/// 0..1 to a byte.
inline std::uint8_t to_byte(double v) {
  return static_cast<std::uint8_t>(std::clamp(v, 0.0, 1.0) * 255.0 + 0.5);
}

}  // namespace lastmile::learn
