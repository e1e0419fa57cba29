// LTE link adaptation: signal to noise ratio to bits per subframe.
#pragma once

#include <array>

namespace lastmile::network::fluid {

inline constexpr std::array<int, 6> kLteBandwidths = {6, 15, 25, 50, 75, 100};  // resource blocks

struct LteStep {
  double least_snr_db;
  std::array<int, 6> downlink_bits;  // per 1 ms subframe, all resource blocks of the bandwidth
  std::array<int, 6> uplink_bits;
};

// One step per channel quality indicator 1..15, modulation and coding 0, 2, ... 28.
// bits: 3GPP TS 36.213 tables 7.1.7.1-1, 8.6.1-1 and 7.1.7.2.1-1.
// least_snr_db: measured with ns-3 3.37, LteAmc::CreateCqiFeedbacks (error model of mutual
//   information, 10 % block errors) on a flat channel, steps of 0.05 dB.
inline constexpr std::array<LteStep, 15> kLteSteps = {{
    {-4.40, {152, 392, 680, 1384, 2088, 2792}, {152, 392, 680, 1384, 2088, 2792}},
    {-3.00, {256, 648, 1096, 2216, 3368, 4584}, {256, 648, 1096, 2216, 3368, 4584}},
    {-1.30, {408, 1064, 1800, 3624, 5352, 7224}, {408, 1064, 1800, 3624, 5352, 7224}},
    {0.50, {600, 1544, 2600, 5160, 7736, 10296}, {600, 1544, 2600, 5160, 7736, 10296}},
    {2.05, {808, 2088, 3496, 6968, 10680, 14112}, {808, 2088, 3496, 6968, 10680, 14112}},
    {4.35, {936, 2344, 4008, 7992, 11832, 15840}, {1032, 2664, 4392, 8760, 12960, 17568}},
    {6.05, {1192, 2984, 4968, 9912, 15264, 19848}, {1192, 2984, 4968, 9912, 15264, 19848}},
    {7.75, {1544, 3880, 6456, 12960, 19080, 25456}, {1544, 3880, 6456, 12960, 19080, 25456}},
    {10.25, {1800, 4584, 7736, 15264, 22920, 30576}, {1800, 4584, 7736, 15264, 22920, 30576}},
    {11.50, {1928, 4968, 7992, 16416, 24496, 32856}, {2152, 5352, 9144, 18336, 27376, 36696}},
    {13.60, {2344, 5992, 9912, 19848, 29296, 39232}, {2600, 6456, 10680, 21384, 32856, 43816}},
    {15.50, {2792, 6968, 11448, 22920, 35160, 46888}, {2792, 6968, 11448, 22920, 35160, 46888}},
    {16.95, {3240, 7992, 13536, 27376, 40576, 55056}, {3240, 7992, 13536, 27376, 40576, 55056}},
    {18.90, {3624, 9144, 15264, 30576, 45352, 61664}, {3624, 9144, 15264, 30576, 45352, 61664}},
    {19.85, {4392, 11064, 18336, 36696, 55056, 75376}, {4392, 11064, 18336, 36696, 55056, 75376}},
}};

struct LteBand {
  int first_downlink, last_downlink;  // channel numbers
  double downlink_hertz;              // of the first
  int first_uplink;
  double uplink_hertz;
};

// 3GPP TS 36.101 table 5.7.3-1: bands 1, 3, 7, 8 and 20 (FDD). Checked against ns-3 3.37's
// LteSpectrumValueHelper::GetCarrierFrequency at the first channel of each.
inline constexpr double kLteChannelHertz = 100e3;
inline constexpr std::array<LteBand, 5> kLteBands = {{
    {0, 599, 2110e6, 18000, 1920e6},
    {1200, 1949, 1805e6, 19200, 1710e6},
    {2750, 3449, 2620e6, 20750, 2500e6},
    {3450, 3799, 925e6, 21450, 880e6},
    {6150, 6449, 791e6, 24150, 832e6},
}};

}  // namespace lastmile::network::fluid
