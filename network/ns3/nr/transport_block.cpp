#include "network/ns3/nr/transport_block.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "network/ns3/nr/carrier.hpp"

namespace lastmile::network::nr {
namespace {

constexpr std::array<int, 93> kSmallSizes{
    24,   32,   40,   48,   56,   64,   72,   80,   88,   96,   104,  112,  120,  128,  136,  144,
    152,  160,  168,  176,  184,  192,  208,  224,  240,  256,  272,  288,  304,  320,  336,  352,
    368,  384,  408,  432,  456,  480,  504,  528,  552,  576,  608,  640,  672,  704,  736,  768,
    808,  848,  888,  928,  984,  1032, 1064, 1128, 1160, 1192, 1224, 1256, 1288, 1320, 1352, 1416,
    1480, 1544, 1608, 1672, 1736, 1800, 1864, 1928, 2024, 2088, 2152, 2216, 2280, 2408, 2472, 2536,
    2600, 2664, 2728, 2792, 2856, 2976, 3104, 3240, 3368, 3496, 3624, 3752, 3824};
constexpr int kLargestSmall = 3824;
constexpr int kMostElements = 156;

int log2_floor(std::int64_t x) {
  int log = 0;
  while (x >>= 1) ++log;
  return log;
}

std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

int small_size(double information) {
  const auto whole = static_cast<std::int64_t>(information);
  const int n = std::max(3, log2_floor(whole) - 6);
  const std::int64_t quantised = std::max<std::int64_t>(24, whole >> n << n);
  return *std::lower_bound(kSmallSizes.begin(), kSmallSizes.end(), static_cast<int>(quantised));
}

int large_size(double information, double rate) {
  const int n = log2_floor(static_cast<std::int64_t>(information - 24)) - 5;
  const double step = static_cast<double>(std::int64_t{1} << n);
  const auto steps =
      static_cast<std::int64_t>((information - 24) / step + 0.5);  // ties up, 5.1.3.2
  const std::int64_t quantised = std::max<std::int64_t>(3840, steps << n);
  std::int64_t parts = 1;
  if (rate <= 0.25)
    parts = ceil_div(quantised + 24, 3816);
  else if (quantised > 8424)
    parts = ceil_div(quantised + 24, 8424);
  return static_cast<int>(8 * parts * ceil_div(quantised + 24, 8 * parts) - 24);
}

}  // namespace

int data_elements(int symbols, int dmrs_elements, int overhead_elements) {
  return std::max(0, kSubcarriers * symbols - dmrs_elements - overhead_elements);
}

int transport_block_bits(int elements, int blocks, const Mcs& mcs, int layers) {
  const int used = std::min(kMostElements, elements) * blocks;
  const double information = used * mcs.rate_1024 * mcs.order * layers / 1024;
  if (information <= 0) return 0;
  return information <= kLargestSmall ? small_size(information)
                                      : large_size(information, mcs.rate());
}

Segmentation code_blocks(int transport_bits, double code_rate) {
  const bool small_graph = transport_bits <= 292 || code_rate <= 0.25 ||
                           (transport_bits <= kLargestSmall && code_rate <= 0.67);
  const int largest = small_graph ? 3840 : 8448;
  const int with_parity = transport_bits + (transport_bits > kLargestSmall ? 24 : 16);
  if (with_parity <= largest) return {small_graph ? 2 : 1, 1, with_parity};
  const int count = static_cast<int>(ceil_div(with_parity, largest - 24));
  return {small_graph ? 2 : 1, count, static_cast<int>(ceil_div(with_parity + 24 * count, count))};
}

double peak_rate_bps(int numerology, int blocks, int layers, int order, double overhead) {
  const double symbols_per_second = 14e3 * (1 << numerology);
  return layers * order * (948.0 / 1024) * kSubcarriers * blocks * symbols_per_second *
         (1 - overhead);
}

double peak_overhead(int frequency_range, bool down) {
  if (down) return frequency_range == 1 ? 0.14 : 0.18;
  return frequency_range == 1 ? 0.08 : 0.10;
}

}  // namespace lastmile::network::nr
