// NR cells with full queues: schedulers, errors, handover, many UEs.
#include "scenarios/checks/nr_rows.hpp"
#ifdef LASTMILE_WITH_NR
#include <numeric>

#include "network/ns3/nr/measure.hpp"
#include "network/ns3/nr/scheduler.hpp"
#endif

namespace lastmile::scenarios {
#ifdef LASTMILE_WITH_NR
namespace {

using namespace network;
using namespace network::nr;

struct Shared {
  double mbps, jain;
};

Shared shared(NrOptions options, NrScheduler rule, const std::vector<double>& sinr_db) {
  options.scheduler = rule;
  constexpr double seconds = 2;
  const std::vector<double> bits = share_down(options, sinr_db, seconds);
  return {std::accumulate(bits.begin(), bits.end(), 0.0) / seconds / 1e6, jain_index(bits)};
}

}  // namespace

std::vector<Claim> nr_sharing_rows(bool) {
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
                             "Jain " + to_three_places(seen.jain, ". Theory: ") + theory));
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

std::vector<Claim> nr_error_rows(bool) {
  std::vector<Claim> claims;
  for (const double db : {0., 8., 16., 24.}) {
    const ErrorPoint point = errors_at(clear_sky("n78", 20, 1), db, 2);
    claims.push_back(near("errors of first transmissions at " + exact_number(db) + " dB",
                          point.first_error, 0.1, 0.1,
                          to_three_places(point.rate_bps / 1e6, " Mb/s, ") + exact_number(point.residual) +
                              " given up by HARQ"));
  }
  return claims;
}

std::vector<Claim> nr_handover_rows(bool) {
  const HandoverResult seen = drive_past(clear_sky("n78", 20, 1), 30);
  const auto lost =
      static_cast<double>(seen.sent_down - seen.got_down + seen.sent_up - seen.got_up);
  return {near("handovers of a UE that drives from one cell to the next",
               static_cast<double>(seen.handovers), 1, 0),
          at_most("packets lost by it, both ways", lost, 0,
                  to_three_places(seen.longest_gap_ms, " ms longest gap"))};
}

std::vector<Claim> nr_crowd_rows(bool) {
  NrOptions options;
  options.environment = NrEnvironment::umi;
  options.sight = NrSight::always;
  const ScaleResult seen = crowd(options, 20, 1000, 100000);
  return {near("UEs of 1000 over 20 cells that got 100 kB up and down",
              static_cast<double>(seen.delivered_up + seen.delivered_down) / 2, 1000, 0,
              to_three_places(seen.last_s, " s, ") + to_three_places(seen.cpu_s, " s of processor, ") +
                  std::to_string(seen.events) + " events")};
}

#else
std::vector<Claim> nr_sharing_rows(bool) { return nr_skipped(); }
std::vector<Claim> nr_error_rows(bool) { return nr_skipped(); }
std::vector<Claim> nr_handover_rows(bool) { return nr_skipped(); }
std::vector<Claim> nr_crowd_rows(bool) { return nr_skipped(); }
#endif

}  // namespace lastmile::scenarios
