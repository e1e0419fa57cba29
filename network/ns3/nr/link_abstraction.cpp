#include "network/ns3/nr/link_abstraction.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "network/ns3/nr/transport_block.hpp"
#include "sim/random.hpp"

namespace lastmile::network::nr {
namespace {

constexpr double kLn10 = 2.302585092994046;
constexpr double kSqrt2Pi = 2.5066282746310002;

// Upper tail of the normal distribution: series near the middle, continued fraction outside.
double normal_tail(double x) {
  if (x < 0) return 1 - normal_tail(-x);
  if (x > 36) return 0;
  const double density = portable_exp(-x * x / 2) / kSqrt2Pi;
  if (x > 3) {
    double fraction = 0;
    for (int k = 60; k >= 1; --k) fraction = k / (x + fraction);
    return density / (x + fraction);
  }
  double term = x, sum = x;
  for (int k = 3; k < 120; k += 2) sum += term *= x * x / k;
  return 0.5 - density * sum;
}

// 1 - (1 - p)^n without cancellation for small p.
double any_of(double p, int n) {
  if (p >= 1) return 1;
  double none = 1;
  double some = 0;
  for (int i = 0; i < n; ++i) {
    some += none * p;
    none *= 1 - p;
  }
  return std::min(1.0, some);
}

constexpr std::array<double, 29> kBeta64{1.6,   1.61,  1.63,  1.65,  1.67,  1.7,   1.73,  1.76,
                                         1.79,  1.82,  3.97,  4.27,  4.71,  5.16,  5.66,  6.16,
                                         6.5,   9.95,  10.97, 12.92, 14.96, 17.06, 19.33, 21.85,
                                         24.51, 27.14, 29.94, 32.05, 34.28};
constexpr std::array<double, 8> kBeta256{56.48, 65, 78.58, 92.48, 106.27, 118.74, 126.36, 132.54};

}  // namespace

double db_to_linear(double db) { return portable_exp(db * (kLn10 / 10)); }
double linear_to_db(double linear) { return portable_log(linear) * (10 / kLn10); }

double LinkAbstraction::code_block_error(int bits, const Mcs& mcs, double sinr_db) const {
  const Information i = bicm_information(mcs.order, sinr_db - gap_db_);
  const double n = bits / mcs.efficiency();
  const double margin = n * i.mean - bits + portable_log(n) / portable_log(2) / 2;
  const double spread = std::sqrt(std::max(n * i.variance, 1e-9));
  return normal_tail(margin / spread);
}

double LinkAbstraction::block_error(int transport_bits, const Mcs& mcs, double sinr_db) const {
  const Segmentation parts = code_blocks(transport_bits, mcs.rate());
  return any_of(code_block_error(parts.bits, mcs, sinr_db), parts.blocks);
}

double LinkAbstraction::threshold_db(int bits, const Mcs& mcs, double error) const {
  double low = -15, high = 40;
  for (int step = 0; step < 40; ++step) {
    const double middle = (low + high) / 2;
    (code_block_error(bits, mcs, middle) > error ? low : high) = middle;
  }
  return high;
}

double eesm_beta(const Mcs& mcs) {
  const std::vector<Mcs>& table =
      mcs_table(mcs.order == 8 ? NrMcsTable::qam256 : NrMcsTable::qam64);
  std::size_t best = mcs.order == 8 ? 20 : 0;
  for (std::size_t i = best; i < table.size(); ++i) {
    if (table[i].order == mcs.order && table[i].rate_1024 <= mcs.rate_1024) best = i;
  }
  while (table[best].order != mcs.order) ++best;
  return mcs.order == 8 ? kBeta256[best - 20] : kBeta64[best];
}

double eesm(const std::vector<double>& sinr, double beta) {
  const double least = *std::min_element(sinr.begin(), sinr.end());
  double sum = 0;
  for (const double s : sinr) sum += portable_exp(std::max(-600.0, (least - s) / beta));
  return least - beta * portable_log(sum / static_cast<double>(sinr.size()));
}

}  // namespace lastmile::network::nr
