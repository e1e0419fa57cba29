#include "models/learn/scenes/objects.hpp"

#include <span>

#include "sim/random.hpp"

namespace lastmile::learn {
namespace {

struct Part {
  bool round;
  double left, top, right, bottom;
  Material material;
};

using M = Material;
constexpr bool kRound = true, kFlat = false;

// Later parts lie on earlier ones.
constexpr std::array kCar{
    Part{kFlat, 0, .42, 1, .86, M::body}, Part{kRound, .16, 0, .8, .9, M::body},
    Part{kFlat, .3, .16, .68, .42, M::glass}, Part{kRound, .1, .62, .3, 1, M::dark},
    Part{kRound, .7, .62, .9, 1, M::dark}};
constexpr std::array kPerson{
    Part{kRound, .25, 0, .75, .2, M::skin}, Part{kFlat, .15, .18, .85, .58, M::body},
    Part{kFlat, .2, .58, .45, 1, M::second}, Part{kFlat, .55, .58, .8, 1, M::second}};
constexpr std::array kVan{Part{kFlat, 0, 0, .78, .88, M::body}, Part{kRound, .55, 0, 1, 1, M::body},
                          Part{kFlat, .7, .14, .92, .45, M::glass},
                          Part{kRound, .1, .72, .28, 1, M::dark},
                          Part{kRound, .7, .72, .88, 1, M::dark}};
constexpr std::array kBicycle{
    Part{kRound, 0, .58, .4, 1, M::dark}, Part{kRound, .6, .58, 1, 1, M::dark},
    Part{kFlat, .2, .66, .8, .74, M::body}, Part{kRound, .34, .16, .66, .7, M::second},
    Part{kRound, .44, 0, .66, .2, M::skin}};
constexpr std::array kBus{
    Part{kFlat, 0, 0, 1, .9, M::body},       Part{kFlat, .04, .14, .96, .46, M::glass},
    Part{kFlat, .3, .14, .34, .46, M::body}, Part{kFlat, .62, .14, .66, .46, M::body},
    Part{kFlat, 0, .56, 1, .68, M::second},  Part{kRound, .12, .76, .26, 1, M::dark},
    Part{kRound, .74, .76, .88, 1, M::dark}};
constexpr std::array kTruck{
    Part{kFlat, 0, 0, .7, .82, M::second},    Part{kFlat, .74, .24, 1, .86, M::body},
    Part{kFlat, .84, .3, .98, .52, M::glass}, Part{kFlat, 0, .8, 1, .88, M::dark},
    Part{kRound, .06, .74, .2, 1, M::dark},   Part{kRound, .24, .74, .38, 1, M::dark},
    Part{kRound, .78, .74, .94, 1, M::dark}};
constexpr std::array kMotorcycle{
    Part{kRound, 0, .6, .34, 1, M::dark}, Part{kRound, .66, .6, 1, 1, M::dark},
    Part{kRound, .12, .46, .86, .86, M::body}, Part{kFlat, .3, .2, .56, .6, M::second},
    Part{kRound, .42, 0, .66, .26, M::dark}};
constexpr std::array kDog{
    Part{kRound, .08, .24, .8, .72, M::body}, Part{kRound, .66, 0, 1, .5, M::body},
    Part{kFlat, .14, .5, .26, 1, M::body}, Part{kFlat, .62, .5, .74, 1, M::body},
    Part{kFlat, 0, .12, .1, .46, M::body}};

std::span<const Part> parts_of(ObjectClass kind) {
  static const std::array<std::span<const Part>, kObjectClasses> all{
      kCar, kPerson, kVan, kBicycle, kBus, kTruck, kMotorcycle, kDog};
  return all[static_cast<std::size_t>(kind)];
}

bool inside(const Part& part, double x, double y) {
  if (x < part.left || x >= part.right || y < part.top || y >= part.bottom) return false;
  if (!part.round) return true;
  const double u = (2 * x - part.left - part.right) / (part.right - part.left);
  const double v = (2 * y - part.top - part.bottom) / (part.bottom - part.top);
  return u * u + v * v < 1;
}

Colour random_colour(RandomStream& random) {
  const double r = random.uniform(), g = random.uniform();
  return {r, g, random.uniform()};
}

}  // namespace

std::string_view to_string(ObjectClass kind) {
  constexpr std::array<std::string_view, kObjectClasses> names{
      "car", "person", "van", "bicycle", "bus", "truck", "motorcycle", "dog"};
  return names[static_cast<std::size_t>(kind)];
}

const ObjectBuild& build_of(ObjectClass kind) {
  static constexpr std::array<ObjectBuild, kObjectClasses> all{{{.36, .17, .24, false},
                                                                {.11, .27, .05, true},
                                                                {.44, .26, .22, false},
                                                                {.24, .24, .12, true},
                                                                {.82, .36, .16, false},
                                                                {.72, .36, .17, false},
                                                                {.24, .21, .27, false},
                                                                {.2, .13, .07, true}}};
  return all[static_cast<std::size_t>(kind)];
}

Material material_at(ObjectClass kind, double x, double y) {
  const std::span<const Part> parts = parts_of(kind);
  for (std::size_t i = parts.size(); i-- > 0;)
    if (inside(parts[i], x, y)) return parts[i].material;
  return Material::none;
}

Look::Look(std::uint64_t identity) : body{}, second{}, size(1) {
  RandomStream random(identity, "look");
  body = random_colour(random);
  second = random_colour(random);
  size = random.uniform(0.9, 1.1);
}

const Colour& Look::of(Material material) const {
  static constexpr Colour glass{.55, .7, .8}, dark{.06, .06, .07}, skin{.85, .65, .5};
  if (material == Material::body) return body;
  if (material == Material::second) return second;
  if (material == Material::glass) return glass;
  return material == Material::skin ? skin : dark;
}

}  // namespace lastmile::learn
