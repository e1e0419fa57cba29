#include "network/lte_checks.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
namespace lastmile::network {
namespace {

[[noreturn]] void fail(const LteLink& link, const std::string& what) {
  throw ConfigError("link '" + link.name + "': " + what);
}

void one_of(const LteLink& link, const std::string& key, long value, std::initializer_list<long> allowed) {
  if (std::find(allowed.begin(), allowed.end(), value) != allowed.end()) return;
  std::string list;
  for (const long v : allowed) list += (list.empty() ? "" : ", ") + std::to_string(v);
  fail(link, key + " = " + std::to_string(value) + " ms; LTE has " + list + " ms");
}

}  // namespace

void check_lte_handover(const LteLink& link) {
  const double steps = link.a3_hysteresis_db * 2;
  const bool known = steps >= 0 && steps <= 30 && steps == std::floor(steps);  // false for NaN
  if (!known) {
    fail(link, "a3_hysteresis = " + std::to_string(link.a3_hysteresis_db) +
                   " dB; LTE has 0 to 15 dB in steps of 0.5 dB");
  }
  constexpr Duration ms = std::chrono::milliseconds(1);
  if (link.a3_time % ms != Duration(0)) fail(link, "a3_time must be whole milliseconds");
  one_of(link, "a3_time", static_cast<long>(link.a3_time / ms),
         {0, 40, 64, 80, 100, 128, 160, 256, 320, 480, 512, 640, 1024, 1280, 2560, 5120});
}

}  // namespace lastmile::network
