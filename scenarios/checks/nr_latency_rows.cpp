// One-way latency of 32 bytes up, against the sum of its parts in symbols.
#include "scenarios/checks/nr_rows.hpp"
#ifdef LASTMILE_WITH_NR
#include "network/ns3/nr/measure.hpp"
#endif

namespace lastmile::scenarios {
#ifdef LASTMILE_WITH_NR
namespace {

using namespace network;
using namespace network::nr;

constexpr double kN2[] = {10, 12, 23, 36};  // TS 38.214 table 6.4-1

// Wait for the next slot, request and half of N2, wait for the next control symbol, N2, slot, half
// of N2.
double granted_by_hand(int mu, double phase) {
  const double grant = 14 * std::ceil((1 + kN2[mu] / 2) / 14);
  const double data = 14 * std::ceil((grant + 1 + kN2[mu]) / 14);
  return 14 - phase + data + 14 + kN2[mu] / 2;
}

// Preparation (half of N2), wait for a unit of two symbols, two symbols, decoding (half of N2).
double configured_by_hand(int mu, double phase) {
  const double ready = phase + kN2[mu] / 2;
  return 2 * std::ceil(ready / 2) - phase + 2 + kN2[mu] / 2;
}

std::vector<Claim> latency(const std::string& name, const NrOptions& options,
                           double (*by_hand)(int, double), double bar_ms) {
  std::vector<double> phases;
  for (int i = 0; i < 140; ++i) phases.push_back(i * 0.1 + 0.05);
  const std::vector<double> took = uplink_latency(options, phases);
  const double symbol_ms = 1.0 / (1 << options.numerology) / 14;
  double worst = 0, mean = 0, apart = 0;
  for (std::size_t i = 0; i < took.size(); ++i) {
    worst = std::max(worst, took[i] * symbol_ms);
    mean += took[i] * symbol_ms / static_cast<double>(took.size());
    apart = std::max(apart, std::abs(took[i] - by_hand(options.numerology, phases[i])));
  }
  return {
      at_most(name + ": symbols between the latency and the sum of its parts", apart, 1),
      at_most(name + ": worst one-way latency in ms", worst, bar_ms, "mean " + to_three_places(mean, " ms"))};
}

}  // namespace

std::vector<Claim> nr_latency_rows(bool) {
  NrOptions urllc = clear_sky("n1", 20, 2);
  urllc.configured_grant = true;
  urllc.minislot_symbols = 2;
  urllc.configured_blocks = 12;
  urllc.mcs_table = NrMcsTable::low_rate;
  urllc.target_bler = 1e-5;
  std::vector<Claim> claims =
      latency("32 bytes up, numerology 0, granted", clear_sky("n1", 20, 0), granted_by_hand, 10);
  for (Claim& claim : latency("32 bytes up, numerology 2, configured grant, 2 symbols", urllc,
                              configured_by_hand, 1)) {
    claims.push_back(std::move(claim));
  }
  return claims;
}
#else
std::vector<Claim> nr_latency_rows(bool) { return nr_skipped(); }
#endif

}  // namespace lastmile::scenarios
