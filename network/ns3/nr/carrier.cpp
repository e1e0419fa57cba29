#include "network/ns3/nr/carrier.hpp"

#include <algorithm>
#include <array>

#include "sim/error.hpp"

namespace lastmile::network::nr {
namespace {

constexpr std::array<double, 13> kFr1Mhz{5, 10, 15, 20, 25, 30, 40, 50, 60, 70, 80, 90, 100};
constexpr int kFr1Blocks[3][13] = {{25, 52, 79, 106, 133, 160, 216, 270, 0, 0, 0, 0, 0},
                                   {11, 24, 38, 51, 65, 78, 106, 133, 162, 189, 217, 245, 273},
                                   {0, 11, 18, 24, 31, 38, 51, 65, 79, 93, 107, 121, 135}};
constexpr std::array<double, 4> kFr2Mhz{50, 100, 200, 400};
constexpr int kFr2Blocks[2][4] = {{66, 132, 264, 0}, {32, 66, 132, 264}};  // 60 and 120 kHz

template <std::size_t N>
int column(const std::array<double, N>& widths, double mhz) {
  const auto found = std::find(widths.begin(), widths.end(), mhz);
  return found == widths.end() ? -1 : static_cast<int>(found - widths.begin());
}

std::string text(double mhz) {
  std::string digits = std::to_string(mhz);
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.') digits.pop_back();
  return digits;
}

template <std::size_t N>
std::string existing(const std::array<double, N>& widths, int range, int mu) {
  std::string list;
  for (const double mhz : widths) {
    if (resource_blocks(range, mhz, mu) > 0) list += (list.empty() ? "" : ", ") + text(mhz);
  }
  return list.empty() ? "none" : list + " MHz";
}

int checked_blocks(const Band& band, double mhz, int mu) {
  if (mu < 0 || mu > 3) {
    throw ConfigError("numerology " + std::to_string(mu) + " does not exist; allowed: 0, 1, 2, 3");
  }
  const int blocks = resource_blocks(band.range, mhz, mu);
  if (blocks > 0) return blocks;
  const std::string allowed = band.range == 1 ? existing(kFr1Mhz, 1, mu) : existing(kFr2Mhz, 2, mu);
  throw ConfigError("band " + std::string(band.name) + " has no carrier of " + text(mhz) +
                    " MHz with numerology " + std::to_string(mu) +
                    "; allowed bandwidths: " + allowed);
}

}  // namespace

const std::vector<Band>& bands() {
  static const std::vector<Band> all{{"n1", Duplex::fdd, 1, 1920, 1980, 2110, 2170},
                                     {"n3", Duplex::fdd, 1, 1710, 1785, 1805, 1880},
                                     {"n7", Duplex::fdd, 1, 2500, 2570, 2620, 2690},
                                     {"n28", Duplex::fdd, 1, 703, 748, 758, 803},
                                     {"n41", Duplex::tdd, 1, 2496, 2690, 2496, 2690},
                                     {"n77", Duplex::tdd, 1, 3300, 4200, 3300, 4200},
                                     {"n78", Duplex::tdd, 1, 3300, 3800, 3300, 3800},
                                     {"n257", Duplex::tdd, 2, 26500, 29500, 26500, 29500},
                                     {"n258", Duplex::tdd, 2, 24250, 27500, 24250, 27500},
                                     {"n261", Duplex::tdd, 2, 27500, 28350, 27500, 28350}};
  return all;
}

const Band& find_band(const std::string& name) {
  std::vector<std::string> names;
  for (const Band& band : bands()) {
    if (name == band.name) return band;
    names.emplace_back(band.name);
  }
  throw ConfigError(unknown_name_message("NR band", name, names));
}

int resource_blocks(int frequency_range, double bandwidth_mhz, int numerology) {
  if (frequency_range == 1) {
    const int at = column(kFr1Mhz, bandwidth_mhz);
    return at < 0 || numerology < 0 || numerology > 2 ? 0 : kFr1Blocks[numerology][at];
  }
  const int at = column(kFr2Mhz, bandwidth_mhz);
  return at < 0 || numerology < 2 || numerology > 3 ? 0 : kFr2Blocks[numerology - 2][at];
}

Carrier::Carrier(const std::string& band_name, double bandwidth_mhz, int numerology_mu)
    : band(&find_band(band_name)),
      numerology(numerology_mu),
      blocks(checked_blocks(*band, bandwidth_mhz, numerology_mu)),
      down_hz((band->down_low_mhz + band->down_high_mhz) / 2 * 1e6),
      up_hz((band->up_low_mhz + band->up_high_mhz) / 2 * 1e6),
      slot_ns(1000000 >> numerology_mu),
      block_hz(kSubcarriers * 15e3 * (1 << numerology_mu)) {}

}  // namespace lastmile::network::nr
