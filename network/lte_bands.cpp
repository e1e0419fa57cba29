#include "network/lte_bands.hpp"

namespace lastmile::network {
namespace {

std::string range(int first, int last) { return std::to_string(first) + "-" + std::to_string(last); }

[[noreturn]] void unknown(const LteLink& link, const char* key, int channel, bool down) {
  std::string allowed;
  for (const LteFddBand& b : lte_fdd_bands()) {
    allowed += (allowed.empty() ? "" : ", ") +
               (down ? range(b.down_first, b.down_last) : range(b.up_first, b.up_last())) + " (band " +
               std::to_string(b.band) + ")";
  }
  throw ConfigError("link '" + link.name + "': " + key + " = " + std::to_string(channel) +
                    " is in no FDD band of LTE; allowed: " + allowed);
}

const LteFddBand& band_down(const LteLink& link) {
  for (const LteFddBand& b : lte_fdd_bands()) {
    if (link.downlink_earfcn >= b.down_first && link.downlink_earfcn <= b.down_last) return b;
  }
  unknown(link, "downlink_earfcn", link.downlink_earfcn, true);
}

const LteFddBand& band_up(const LteLink& link) {
  for (const LteFddBand& b : lte_fdd_bands()) {
    if (link.uplink_earfcn >= b.up_first && link.uplink_earfcn <= b.up_last()) return b;
  }
  unknown(link, "uplink_earfcn", link.uplink_earfcn, false);
}

double hertz(double low_mhz, int first, int channel) {
  return low_mhz * 1e6 + 100e3 * (channel - first);
}

}  // namespace

const std::vector<LteFddBand>& lte_fdd_bands() {
  static const std::vector<LteFddBand> bands = {
      {1, 0, 599, 2110, 18000, 1920},       {2, 600, 1199, 1930, 18600, 1850},
      {3, 1200, 1949, 1805, 19200, 1710},   {4, 1950, 2399, 2110, 19950, 1710},
      {5, 2400, 2649, 869, 20400, 824},     {6, 2650, 2749, 875, 20650, 830},
      {7, 2750, 3449, 2620, 20750, 2500},   {8, 3450, 3799, 925, 21450, 880},
      {9, 3800, 4149, 1844.9, 21800, 1749.9}, {10, 4150, 4749, 2110, 22150, 1710},
      {11, 4750, 4949, 1475.9, 22750, 1427.9}, {12, 5000, 5179, 728, 23000, 698},
      {13, 5180, 5279, 746, 23180, 777},    {14, 5280, 5379, 758, 23280, 788},
      {17, 5730, 5849, 734, 23730, 704},    {18, 5850, 5999, 860, 23850, 815},
      {19, 6000, 6149, 875, 24000, 830},    {20, 6150, 6449, 791, 24150, 832},
      {21, 6450, 6599, 1495.9, 24450, 1447.9}};
  return bands;
}

void check_lte_carrier(const LteLink& link) {
  const LteFddBand& down = band_down(link);
  const LteFddBand& up = band_up(link);
  if (down.band == up.band) return;
  throw ConfigError("link '" + link.name + "': downlink_earfcn = " +
                    std::to_string(link.downlink_earfcn) + " is in band " + std::to_string(down.band) +
                    " and uplink_earfcn = " + std::to_string(link.uplink_earfcn) + " in band " +
                    std::to_string(up.band) + "; allowed with this downlink: " +
                    range(down.up_first, down.up_last()));
}

double lte_down_hz(const LteLink& link) {
  const LteFddBand& b = band_down(link);
  return hertz(b.down_mhz, b.down_first, link.downlink_earfcn);
}

double lte_up_hz(const LteLink& link) {
  const LteFddBand& b = band_up(link);
  return hertz(b.up_mhz, b.up_first, link.uplink_earfcn);
}

}  // namespace lastmile::network
