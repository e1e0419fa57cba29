#include "network/ns3/nr/path_loss.hpp"

#include <algorithm>
#include <cmath>

#include "network/ns3/nr/link_abstraction.hpp"
#include "sim/random.hpp"

namespace lastmile::network::nr {
namespace {

constexpr double kPi = 3.14159265358979323846, kLightM = 3e8;
constexpr double kBuildings = 5, kStreets = 20;

double lg(double x) { return linear_to_db(x) / 10; }
double square(double x) { return x * x; }
double length(const RadioPath& p) {
  return std::sqrt(square(p.ground_m) + square(p.hb_m - p.hu_m));
}

double street(const RadioPath& p, double base, double slope, double after) {
  const double b = 4 * (p.hb_m - 1) * (p.hu_m - 1) * p.f_ghz * 1e9 / kLightM;
  const double common = base + 20 * lg(p.f_ghz);
  if (p.ground_m <= b) return common + slope * lg(length(p));
  return common + 40 * lg(length(p)) - after * lg(square(b) + square(p.hb_m - p.hu_m));
}

double rural_near(const RadioPath& p, double d) {
  const double h = portable_pow(kBuildings, 1.72);
  return 20 * lg(40 * kPi * d * p.f_ghz / 3) + std::min(0.03 * h, 10.0) * lg(d) -
         std::min(0.044 * h, 14.77) + 0.002 * d * lg(kBuildings);
}

double rural(const RadioPath& p) {
  const double b = 2 * kPi * p.hb_m * p.hu_m * p.f_ghz * 1e9 / kLightM;
  return p.ground_m <= b ? rural_near(p, length(p)) : rural_near(p, b) + 40 * lg(length(p) / b);
}

double rural_blocked(const RadioPath& p) {
  const double base = lg(p.hb_m);
  return 161.04 - 7.1 * lg(kStreets) + 7.5 * lg(kBuildings) -
         (24.37 - 3.7 * square(kBuildings / p.hb_m)) * base +
         (43.42 - 3.1 * base) * (lg(length(p)) - 3) + 20 * lg(p.f_ghz) -
         (3.2 * square(lg(11.75 * p.hu_m)) - 4.97);
}

double clear(const RadioPath& p) {
  if (p.environment == NrEnvironment::uma) return street(p, 28, 22, 9);
  if (p.environment == NrEnvironment::umi) return street(p, 32.4, 21, 9.5);
  if (p.environment == NrEnvironment::rma) return rural(p);
  return 32.4 + 17.3 * lg(length(p)) + 20 * lg(p.f_ghz);
}

double blocked(const RadioPath& p) {
  const double d = lg(length(p)), f = lg(p.f_ghz);
  if (p.environment == NrEnvironment::uma) return 13.54 + 39.08 * d + 20 * f - 0.6 * (p.hu_m - 1.5);
  if (p.environment == NrEnvironment::umi) return 22.4 + 35.3 * d + 21.3 * f - 0.3 * (p.hu_m - 1.5);
  if (p.environment == NrEnvironment::rma) return rural_blocked(p);
  return 17.3 + 38.3 * d + 24.9 * f;
}

}  // namespace

double path_loss_db(const RadioPath& path, bool sight) {
  return sight ? clear(path) : std::max(clear(path), blocked(path));
}

}  // namespace lastmile::network::nr
