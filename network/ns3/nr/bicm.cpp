// Information density of Gray-mapped QAM: two independent pulse-amplitude dimensions. The integral
// over the noise is a sum at equal steps, which converges exponentially for a Gaussian.
#include <array>

#include "network/ns3/nr/link_abstraction.hpp"
#include "sim/random.hpp"

namespace lastmile::network::nr {
namespace {

constexpr double kStep = 0.25, kReach = 7;  // of the noise, in standard deviations
constexpr double kLowDb = -20, kHighDb = 45, kGridDb = 0.25;  // of the table
constexpr double kLn2 = 0.6931471805599453;
constexpr double kSqrt2Pi = 2.5066282746310002;

double small_exp(double x) { return x < -600 ? 0 : portable_exp(x); }

struct Pulses {
  explicit Pulses(int bits) : count(1 << bits) {
    const double scale = 1 / std::sqrt((count * count - 1) / 3.0);
    for (int i = 0; i < count; ++i) {
      level[i] = (2 * i - count + 1) * scale;
      label[i] = i ^ (i >> 1);
    }
  }
  int count;
  std::array<double, 16> level{};
  std::array<int, 16> label{};
};

// Sum over the bits of log2(p(y | bit as sent) / p(y)).
double density(const Pulses& pulses, int bits, int sent, double y, double deviation) {
  std::array<double, 16> likelihood{};
  double nearest = 1e300, total = 0;
  for (int i = 0; i < pulses.count; ++i) {
    const double z = (y - pulses.level[i]) / deviation;
    likelihood[i] = z * z / 2;
    if (likelihood[i] < nearest) nearest = likelihood[i];
  }
  for (int i = 0; i < pulses.count; ++i)
    total += likelihood[i] = small_exp(nearest - likelihood[i]);
  double sum = 0;
  for (int bit = 0; bit < bits; ++bit) {
    double agreeing = 0;
    for (int i = 0; i < pulses.count; ++i) {
      if (((pulses.label[i] ^ pulses.label[sent]) >> bit & 1) == 0) agreeing += likelihood[i];
    }
    sum += 1 + portable_log((agreeing + 1e-300) / total) / kLn2;
  }
  return sum;
}

std::vector<Information> make_table(int order) {
  std::vector<Information> table;
  for (double db = kLowDb; db <= kHighDb; db += kGridDb)
    table.push_back(bicm_information_exact(order, db));
  return table;
}

const std::vector<Information>& table_of(int order) {
  static const std::vector<Information> qpsk = make_table(2);
  if (order == 2) return qpsk;
  static const std::vector<Information> qam16 = make_table(4);
  if (order == 4) return qam16;
  static const std::vector<Information> qam64 = make_table(6);
  if (order == 6) return qam64;
  static const std::vector<Information> qam256 = make_table(8);
  return qam256;
}

}  // namespace

Information bicm_information_exact(int order, double sinr_db) {
  const int bits = order / 2;
  const Pulses pulses(bits);
  const double deviation = 1 / std::sqrt(db_to_linear(sinr_db));
  double mean = 0, square = 0;
  for (double z = -kReach; z <= kReach; z += kStep) {
    const double weight = kStep / kSqrt2Pi * portable_exp(-z * z / 2) / (pulses.count / 2);
    for (int sent = 0; sent < pulses.count / 2; ++sent) {  // the other half mirrors it
      const double i = density(pulses, bits, sent, pulses.level[sent] + z * deviation, deviation);
      mean += weight * i;
      square += weight * i * i;
    }
  }
  return {2 * mean, 2 * (square - mean * mean)};
}

Information bicm_information(int order, double sinr_db) {
  const std::vector<Information>& table = table_of(order);
  const double at = (sinr_db - kLowDb) / kGridDb;
  if (at <= 0) return table.front();
  const auto below = static_cast<std::size_t>(at);
  if (below + 1 >= table.size()) return table.back();
  const double part = at - static_cast<double>(below);
  const Information& a = table[below];
  const Information& b = table[below + 1];
  return {a.mean + part * (b.mean - a.mean), a.variance + part * (b.variance - a.variance)};
}

}  // namespace lastmile::network::nr
