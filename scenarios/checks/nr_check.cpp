// 5G NR against the standards' formulas, sums by hand and theory.
#include "scenarios/checks/claim_forms.hpp"
#ifdef LASTMILE_WITH_NR
#include <numeric>

#include "network/ns3/nr/carrier.hpp"
#include "network/ns3/nr/measure.hpp"
#include "network/ns3/nr/scheduler.hpp"
#include "network/ns3/nr/transport_block.hpp"
#endif

namespace lastmile::scenarios {
namespace {

#ifdef LASTMILE_WITH_NR
using namespace network;
using namespace network::nr;

std::string fixed(double x, const char* unit) {
  return exact_number(std::round(x * 1000) / 1000) + unit;
}

// ---- peak rates, six configurations

struct Configuration {
  const char* band;
  double mhz;
  int mu;
  bool down;
  int layers, order;
};

std::vector<Claim> peak_rates() {
  std::vector<Claim> claims;
  const Configuration all[] = {{"n78", 100, 1, true, 4, 8},  {"n78", 100, 1, false, 1, 8},
                               {"n1", 20, 0, true, 2, 8},    {"n1", 20, 0, false, 1, 6},
                               {"n257", 400, 3, true, 2, 6}, {"n41", 40, 2, false, 2, 6}};
  for (const Configuration& c : all) {
    NrOptions options = clear_sky(c.band, c.mhz, c.mu);
    options.mcs_table = c.order == 8 ? NrMcsTable::qam256 : NrMcsTable::qam64;
    (c.down ? options.layers_down : options.layers_up) = c.layers;
    const Carrier carrier(c.band, c.mhz, c.mu);
    const double peak = peak_rate_bps(c.mu, carrier.blocks, c.layers, c.order,
                                      peak_overhead(carrier.band->range, c.down));
    claims.push_back(
        near("peak rate over TS 38.306, " + std::string(c.band) + " " + exact_number(c.mhz) +
                 " MHz " + (c.down ? "down" : "up"),
             full_rate_bps(options, c.down) / (peak * direction_share(options, c.down)), 1, 0.05,
             fixed(peak / 1e6, " Mb/s in symbols of this direction only")));
  }
  return claims;
}

// ---- latency of 32 bytes, in symbols

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
      at_most(name + ": worst one-way latency in ms", worst, bar_ms, "mean " + fixed(mean, " ms"))};
}

std::vector<Claim> latencies() {
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

// ---- path loss, tables

Claim path_losses() {
  using E = NrEnvironment;
  const RadioPath paths[] = {
      {E::uma, 3.5, 25, 1.5, 100},   {E::uma, 3.5, 25, 1.5, 1000},  {E::uma, 3.5, 25, 1.5, 500},
      {E::umi, 28, 10, 1.5, 100},    {E::umi, 28, 10, 1.5, 200},    {E::umi, 3.5, 10, 1.5, 500},
      {E::inh_office, 30, 3, 1, 20}, {E::inh_office, 30, 3, 1, 50}, {E::rma, 0.7, 35, 1.5, 1000},
      {E::rma, 0.7, 35, 1.5, 2000},  {E::rma, 0.7, 35, 1.5, 5000}};
  double worst = 0;
  for (const RadioPath& p : paths) {
    for (const bool sight : {true, false}) {
      worst = std::max(worst, std::abs(ns3_path_loss_db(p, sight) - path_loss_db(p, sight)));
    }
  }
  return at_most("path loss against TR 38.901 in 22 places: dB", worst, 1e-3);
}

// ---- schedulers and errors

struct Shared {
  double mbps, jain;
};

Shared shared(NrOptions options, NrScheduler rule, const std::vector<double>& sinr_db) {
  options.scheduler = rule;
  constexpr double seconds = 2;
  const std::vector<double> bits = share_down(options, sinr_db, seconds);
  return {std::accumulate(bits.begin(), bits.end(), 0.0) / seconds / 1e6, jain_index(bits)};
}

std::vector<Claim> schedulers() {
  const std::vector<double> four{24, 16, 8, 0};
  const NrOptions steady = clear_sky("n78", 20, 1);
  NrOptions fading = steady;
  fading.fading = NrFading::rayleigh_blocks;
  fading.coherence = std::chrono::milliseconds(20);
  fading.cqi_period = fading.cqi_delay = std::chrono::milliseconds(1);
  std::vector<Claim> claims;
  const auto row = [&claims](const char* channel, const char* rule, const Shared& seen,
                             const char* theory) {
    claims.push_back(printed(std::string(channel) + ", " + rule + ": Mb/s", seen.mbps,
                             "Jain " + fixed(seen.jain, ". Theory: ") + theory));
  };
  row("users at 24, 16, 8, 0 dB", "round robin", shared(steady, NrScheduler::round_robin, four),
      "equal time");
  row("users at 24, 16, 8, 0 dB", "proportional fair",
      shared(steady, NrScheduler::proportional_fair, four),
      "equal time, as round robin on steady channels");
  row("users at 24, 16, 8, 0 dB", "max rate", shared(steady, NrScheduler::max_rate, four),
      "the best alone, Jain 1/4");
  const std::vector<double> eight(8, 10);
  row("8 fading users at 10 dB", "round robin", shared(fading, NrScheduler::round_robin, eight),
      "the mean of one");
  row("8 fading users at 10 dB", "proportional fair",
      shared(fading, NrScheduler::proportional_fair, eight),
      "up to 1.61 times round robin (Shannon), equal shares");
  row("8 fading users at 10 dB", "max rate", shared(fading, NrScheduler::max_rate, eight),
      "at least proportional fair");
  return claims;
}

std::vector<Claim> errors() {
  std::vector<Claim> claims;
  for (const double db : {0., 8., 16., 24.}) {
    const ErrorPoint point = errors_at(clear_sky("n78", 20, 1), db, 2);
    claims.push_back(near("errors of first transmissions at " + exact_number(db) + " dB",
                          point.first_error, 0.1, 0.1,
                          fixed(point.rate_bps / 1e6, " Mb/s, ") + exact_number(point.residual) +
                              " given up by HARQ"));
  }
  return claims;
}

std::vector<Claim> handover() {
  const HandoverResult seen = drive_past(clear_sky("n78", 20, 1), 30);
  const auto lost =
      static_cast<double>(seen.sent_down - seen.got_down + seen.sent_up - seen.got_up);
  return {near("handovers of a UE that drives from one cell to the next",
               static_cast<double>(seen.handovers), 1, 0),
          at_most("packets lost by it, both ways", lost, 0,
                  fixed(seen.longest_gap_ms, " ms longest gap"))};
}

Claim thousand() {
  NrOptions options;
  options.environment = NrEnvironment::umi;
  options.sight = NrSight::always;
  const ScaleResult seen = crowd(options, 20, 1000, 100000);
  return near("UEs of 1000 over 20 cells that got 100 kB up and down",
              static_cast<double>(seen.delivered_up + seen.delivered_down) / 2, 1000, 0,
              fixed(seen.last_s, " s, ") + fixed(seen.cpu_s, " s of processor, ") +
                  std::to_string(seen.events) + " events");
}

std::vector<Claim> run(const CheckOptions&) {
  std::vector<Claim> claims{path_losses()};
  for (auto part : {peak_rates, latencies, schedulers, errors, handover}) {
    for (Claim& claim : part()) claims.push_back(std::move(claim));
  }
  claims.push_back(thousand());
  return claims;
}
#else
std::vector<Claim> run(const CheckOptions&) {
  return {printed("NR", 0, "skipped: built without ns-3")};
}
#endif

const CheckRegistration registration{
    {"nr", "5G NR: rates, latency, path loss, schedulers, errors, handover", {}, run}};

}  // namespace
}  // namespace lastmile::scenarios
