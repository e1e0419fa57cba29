// Modulation and coding of 802.11n/ac/ax, one spatial stream.
#pragma once

#include <array>

namespace lastmile::network::fluid {

struct WifiMcs {
  double bits_per_subcarrier;  // coded
  double code_rate;
  double least_snr_db;
};

// bits, rate: IEEE 802.11-2020 (HT, VHT) and 802.11ax-2021 tables of MCS parameters.
// least_snr_db: measured with ns-3 3.37, TableBasedErrorRateModel::CalculateSnr at a bit error rate
//   of 1e-6 (what IdealWifiManager asks for), 20 MHz; 80 MHz differs by 0.2 dB for the last two.
inline constexpr std::array<WifiMcs, 12> kWifiMcs = {{
    {1, 1.0 / 2, 1.46},  {2, 1.0 / 2, 4.47},  {2, 3.0 / 4, 6.98},   {4, 1.0 / 2, 10.37},
    {4, 3.0 / 4, 13.46}, {6, 2.0 / 3, 17.86}, {6, 3.0 / 4, 19.12},  {6, 5.0 / 6, 20.77},
    {8, 3.0 / 4, 24.52}, {8, 5.0 / 6, 25.90}, {10, 3.0 / 4, 32.57}, {10, 5.0 / 6, 34.48},
}};

struct WifiFormat {
  int mcs_count;                     // 8 for n, 10 for ac, 12 for ax
  std::array<double, 3> subcarriers; // carrying data, at 20, 40, 80 MHz
  double symbol_s;                   // with guard interval
};

// subcarriers: same standards. symbol_s: 3.2 us + 0.8 us (n, ac); 12.8 us + 0.8 us (ax), the guard
// intervals that network/ns3 sets.
inline constexpr WifiFormat kWifiN = {8, {52, 108, 0}, 4e-6};
inline constexpr WifiFormat kWifiAc = {10, {52, 108, 234}, 4e-6};
inline constexpr WifiFormat kWifiAx = {12, {234, 468, 980}, 13.6e-6};

}  // namespace lastmile::network::fluid
