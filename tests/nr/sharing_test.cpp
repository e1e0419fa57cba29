// Schedulers and link adaptation with full queues, against what theory expects.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdio>
#include <numeric>

#include "network/ns3/nr/link_abstraction.hpp"
#include "network/ns3/nr/measure.hpp"
#include "network/ns3/nr/scheduler.hpp"

using namespace lastmile;
using namespace lastmile::network;
using namespace lastmile::network::nr;

namespace {

const struct {
  NrScheduler rule;
  const char* name;
} kRules[] = {{NrScheduler::round_robin, "round robin"},
              {NrScheduler::proportional_fair, "proportional fair"},
              {NrScheduler::max_rate, "max rate"}};

struct Outcome {
  double sum_mbps, jain;
  std::vector<double> bits;
};

Outcome run(NrOptions options, NrScheduler rule, const std::vector<double>& sinr_db,
            double seconds) {
  options.scheduler = rule;
  const std::vector<double> bits = share_down(options, sinr_db, seconds);
  return {std::accumulate(bits.begin(), bits.end(), 0.0) / seconds / 1e6, jain_index(bits), bits};
}

void print(const char* channel, const char* rule, const Outcome& o) {
  std::printf("%s, %-17s: %7.2f Mb/s together, Jain %.3f\n", channel, rule, o.sum_mbps, o.jain);
}

}  // namespace

TEST_CASE("steady channels: round robin and proportional fair give equal time, max rate starves") {
  const NrOptions options = clear_sky("n78", 20, 1);
  const std::vector<double> sinr_db{24, 16, 8, 0};
  std::vector<Outcome> seen;
  for (const auto& rule : kRules) {
    seen.push_back(run(options, rule.rule, sinr_db, 2));
    print("steady", rule.name, seen.back());
  }
  for (std::size_t ue = 0; ue < 4; ++ue)
    CHECK(seen[1].bits[ue] / seen[0].bits[ue] == doctest::Approx(1).epsilon(0.05));
  for (std::size_t ue = 0; ue < 4; ++ue) {
    const Outcome alone = run(options, NrScheduler::round_robin, {sinr_db[ue]}, 2);
    CHECK(seen[0].bits[ue] / (alone.bits[0] / 4) == doctest::Approx(1).epsilon(0.06));
  }
  CHECK(seen[2].sum_mbps > 1.5 * seen[0].sum_mbps);
  CHECK(seen[2].jain == doctest::Approx(0.25).epsilon(0.01));
  CHECK(run(options, NrScheduler::max_rate, {24}, 2).sum_mbps ==
        doctest::Approx(seen[2].sum_mbps).epsilon(0.03));
}

TEST_CASE(
    "Rayleigh blocks, equal users: proportional fair takes the peaks, as the largest of n "
    "exponentials") {
  NrOptions options = clear_sky("n78", 20, 1);
  options.fading = NrFading::rayleigh_blocks;
  options.coherence = std::chrono::milliseconds(20);
  options.cqi_period = std::chrono::milliseconds(1);
  options.cqi_delay = std::chrono::milliseconds(1);
  const std::vector<double> sinr_db(8, 10);
  std::vector<Outcome> seen;
  for (const auto& rule : kRules) {
    seen.push_back(run(options, rule.rule, sinr_db, 4));
    print("fading", rule.name, seen.back());
  }
  // E[C(10 dB * max of n)] / E[C(10 dB * one)] with the capacity of the constellation, limited to
  // CQI 15.
  double one = 0, best = 0;
  constexpr int n = 8, steps = 4000;
  for (int i = 0; i < steps; ++i) {
    const double u = (i + 0.5) / steps;
    one += std::log2(1 + 10 * -std::log(1 - u));
    best += std::log2(1 + 10 * -std::log(1 - std::pow(u, 1.0 / n)));
  }
  std::printf("gain of proportional fair over round robin: %.3f, Shannon's with 8 users %.3f\n",
              seen[1].sum_mbps / seen[0].sum_mbps, best / one);
  CHECK(seen[1].sum_mbps / seen[0].sum_mbps == doctest::Approx(best / one).epsilon(0.15));
  CHECK(seen[1].jain > 0.97);
  CHECK(seen[2].sum_mbps >= 0.98 * seen[1].sum_mbps);
}

TEST_CASE("block errors stay at the target over the whole range, and HARQ mends them") {
  const NrOptions options = clear_sky("n78", 20, 1);
  double before = 0;
  for (const double db : {-4., 0., 4., 8., 12., 16., 20., 24.}) {
    const ErrorPoint point = errors_at(options, db, 2);
    std::printf("SINR %5.1f dB: first-transmission errors %.4f, given up %.5f, %7.2f Mb/s\n", db,
                point.first_error, point.residual, point.rate_bps / 1e6);
    CHECK(point.first_error == doctest::Approx(0.1).epsilon(0.1));
    CHECK(point.residual < 0.002);
    CHECK(point.rate_bps > before);
    before = point.rate_bps;
  }
}
