// What moves through scenes: eight classes as unions of rectangles and ellipses, each in a unit
// square (x along the way it goes, y downwards), and the looks of single objects.
//
// Validity  side views that a small network tells apart with some errors; sizes and speeds are
//           assumed, in proportion to each other
// Tests     tests/unit/learn/scene_test.cpp
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace lastmile::learn {

enum class ObjectClass : std::uint8_t { car, person, van, bicycle, bus, truck, motorcycle, dog };
constexpr int kObjectClasses = 8;
std::string_view to_string(ObjectClass kind);

struct ObjectBuild {
  double width, height;  ///< of the picture's height, on the nearest lane
  double speed;          ///< of the picture's width a second, on the nearest lane
  bool walks;            ///< on the pavement
};
const ObjectBuild& build_of(ObjectClass kind);

enum class Material : std::uint8_t { none, body, second, glass, dark, skin };
/// What covers the point (x, y) of the unit square.
Material material_at(ObjectClass kind, double x, double y);

using Colour = std::array<double, 3>;

/// The same wherever and whenever an object is seen.
struct Look {
  explicit Look(std::uint64_t identity);
  [[nodiscard]] const Colour& of(Material material) const;

  Colour body, second;
  double size;  ///< 0.9 .. 1.1
};

}  // namespace lastmile::learn
