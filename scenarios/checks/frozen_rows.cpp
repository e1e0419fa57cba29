// Frozen radio time: what does computing cost while nobody sends, and is a round the same as on a radio
// whose clock runs on.
#include <algorithm>
#include <array>
#include <cmath>

#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/checks/federated_world.hpp"
#include "scenarios/checks/network_rows.hpp"
#include "scenarios/host/forked_jobs.hpp"
#include "scenarios/host/intervals.hpp"
#include "scenarios/host/network_cells.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

constexpr int kDevices = 4, kRounds = 10, kRepeats = 3;
constexpr double kCompute_s = 60, kComparedCompute_s = 0.5;  // the second: where radio time runs on, too
constexpr double kSpread_s = 0.01;  // longer than the periods of requests and reports
constexpr double kCpu = 1.1, kSame = 0.01;

// Rounds that are compared. On Wi-Fi a round depends on who wins the air (its standard deviation is an
// eighth of its mean), so it takes many; some wait for a retransmission timer, so the longest are left out.
struct Compared {
  Cellular technology;
  int rounds, quick_rounds;
};
constexpr std::array<Compared, 3> kCompared{
    {{Cellular::wifi, 3000, 600}, {Cellular::lte, 400, 150}, {Cellular::nr, 1000, 150}}};
constexpr double kLeftOut = 0.02;

std::vector<double> usual(std::vector<double> rounds) {
  std::sort(rounds.begin(), rounds.end());
  rounds.resize(static_cast<std::size_t>(std::ceil((1 - kLeftOut) * static_cast<double>(rounds.size()))));
  return rounds;
}

FederatedRun rounds_of(Cellular technology, double compute_s, bool frozen,
                       int rounds = kRounds) {
  FederatedRun run;
  run.topology = one_site(technology, kDevices);
  for (network::NodeId i = 1; i <= kDevices; ++i) run.devices.push_back(i);
  run.rounds = rounds;
  run.compute = seconds(compute_s);
  run.spread = seconds(kSpread_s);
  run.frozen = frozen;
  return run;
}

// The least processor time of some runs: what others take from a busy machine only adds to it.
FederatedResult cheapest(const FederatedRun& what) {
  const std::vector<ForkedJob> jobs(kRepeats, [&] { return packed(run_federated(what, "ns3")); });
  FederatedResult best;
  for (const ForkedAnswer& answer : in_children(jobs, 1)) {
    if (!answer.ok) throw InternalError("frozen rounds: " + answer.error);
    const FederatedResult seen = unpacked_federated(answer.text);
    if (best.round_s.empty() || seen.cpu_s < best.cpu_s) best = seen;
  }
  return best;
}

std::string in_ms(double s) { return exact_number(std::round(s * 1e5) / 100) + " ms"; }

std::string mean_text(const FederatedResult& seen) {
  const Interval interval = mean_interval(seen.round_s);
  return in_ms(interval.mean) + " +- " + in_ms(half_width(interval));
}

void add_cost(std::vector<Claim>& claims, Cellular technology) {
  const auto at_once = cheapest(rounds_of(technology, 0, true));
  const auto computing = cheapest(rounds_of(technology, kCompute_s, true));
  claims.push_back(at_most(
      std::string(cellular_name(technology)) +
          ": processor time of 10 rounds with 60 s of computing, over that without",
      computing.cpu_s / at_once.cpu_s, kCpu,
      in_ms(computing.cpu_s) + " and " + in_ms(at_once.cpu_s) + ", " +
          exact_number(computing.events) + " and " + exact_number(at_once.events) +
          " events; least of " + std::to_string(kRepeats)));
}

void add_comparison(std::vector<Claim>& claims, Cellular technology, int rounds) {
  const auto run = [&](bool frozen) {
    return packed(run_federated(rounds_of(technology, kComparedCompute_s, frozen, rounds), "ns3"));
  };
  const auto answers =
      in_children({[&] { return run(true); }, [&] { return run(false); }}, usual_processes());
  if (!answers[0].ok || !answers[1].ok) {
    throw InternalError("frozen rounds: " + answers[0].error + answers[1].error);
  }
  const auto frozen = unpacked_federated(answers[0].text);
  const auto running = unpacked_federated(answers[1].text);
  const std::string name = cellular_name(technology);
  const double as_long =
      mean_interval(usual(frozen.round_s)).mean / mean_interval(usual(running.round_s)).mean;
  claims.push_back(near(name + ": mean of " + std::to_string(rounds) +
                            " rounds but the longest 2 %, without computing, frozen over running on",
                        as_long, 1, kSame,
                        "means of all " + mean_text(frozen) + " and " + mean_text(running) +
                            "; running on for 0.5 s a round costs " +
                            exact_number(std::round(running.cpu_s / frozen.cpu_s * 10) / 10) +
                            " times the processor time"));
  claims.push_back(near(name + ": bytes, frozen over running on", frozen.bytes / running.bytes, 1, kSame,
                        exact_number(frozen.bytes) + " bytes"));
}

}  // namespace

std::vector<Claim> frozen_rows(bool quick) {
  if (!has_packet_level()) return {printed("frozen radio time", 0, "skipped: built without ns-3")};
  std::vector<Claim> claims;
  for (const Compared& c : kCompared) {
    add_cost(claims, c.technology);
    add_comparison(claims, c.technology, quick ? c.quick_rounds : c.rounds);
  }
  return claims;
}

}  // namespace lastmile::scenarios
