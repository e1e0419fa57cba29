// One federated round at packet level, 100 kB down and 100 kB up over TCP, with a thousand devices over
// Wi-Fi access points on four channels, and over NR cells on one carrier. Receivers below a stated power
// are skipped; what that changes is shown where it can still be left out.
#include <cmath>

#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/checks/federated_world.hpp"
#include "scenarios/checks/network_rows.hpp"
#include "scenarios/host/forked_jobs.hpp"
#include "scenarios/host/intervals.hpp"
#include "scenarios/host/network_cells.hpp"
#include "sim/random.hpp"

namespace lastmile::scenarios {
namespace {

using network::NodeId;

constexpr double kSkipped_dbm = -92;           // 10 dB below what a preamble is detected at
constexpr double kSkippedUnderNoise_db = 20;  // of NR's interferers
constexpr std::uint64_t kSeeds = 8;
constexpr double kEverything_dbm = -200, kEverythingUnderNoise_db = 200;

struct Layout {
  int sites, across, devices;
  double apart_m, reach_m, height_m;
};

// Node 0 is gateway and server, in the middle; then the sites in rows, then the devices around them.
network::Topology places(const Layout& layout) {
  network::Topology topology;
  const int rows = (layout.sites + layout.across - 1) / layout.across;
  topology.nodes.push_back(
      {"server", {layout.apart_m * (layout.across - 1) / 2, layout.apart_m * (rows - 1) / 2, 0}});
  RandomStream random(1, "places");
  for (int i = 0; i < layout.sites; ++i) {
    topology.nodes.push_back({"site" + std::to_string(i + 1),
                              {layout.apart_m * (i % layout.across), layout.apart_m * (i / layout.across),
                               layout.height_m}});
  }
  for (int i = 0; i < layout.devices; ++i) {
    const network::Position& site = topology.nodes[static_cast<std::size_t>(1 + i % layout.sites)].position;
    const double x = site.x_m + random.uniform(-layout.reach_m, layout.reach_m);
    const double y = site.y_m + random.uniform(-layout.reach_m, layout.reach_m);
    topology.nodes.push_back({"device" + std::to_string(i + 1), {x, y, 1.5}});
  }
  return topology;
}

std::vector<NodeId> numbers(int first, int count) {
  std::vector<NodeId> result;
  for (int i = 0; i < count; ++i) result.push_back(static_cast<NodeId>(first + i));
  return result;
}

FederatedRun over(const Layout& layout, network::Topology topology) {
  FederatedRun run;
  run.topology = std::move(topology);
  run.devices = numbers(1 + layout.sites, layout.devices);
  return run;
}

FederatedRun over_wifi(const Layout& layout, double ignore_below_dbm) {
  network::Topology topology = places(layout);
  network::WifiLink link;
  link.name = "wifi";
  link.access_points = numbers(1, layout.sites);
  link.channels = {36, 40, 44, 48};
  link.stations = numbers(1 + layout.sites, layout.devices);
  link.ignore_below_dbm = ignore_below_dbm;
  topology.links = {link};
  return over(layout, std::move(topology));
}

FederatedRun over_nr(const Layout& layout, double ignore_below_noise_db) {
  network::Topology topology = places(layout);
  network::NrLink link;
  link.name = "nr";
  link.cells = numbers(1, layout.sites);
  link.ues = numbers(1 + layout.sites, layout.devices);
  link.options.environment = network::NrEnvironment::umi;
  link.options.sight = network::NrSight::always;
  link.options.ignore_below_noise_db = ignore_below_noise_db;
  topology.links = {link};
  return over(layout, std::move(topology));
}

std::string spent(const ForkedAnswer& answer, const FederatedResult& seen) {
  const auto rounded = [](double x) { return exact_number(std::round(x * 10) / 10); };
  return "round of " + exact_number(std::round(seen.round_s.front() * 1000) / 1000) + " s (mean device " +
         exact_number(std::round(seen.device_s * 1000) / 1000) + " s), " +
         rounded(seen.build_cpu_s) + " + " + rounded(seen.cpu_s) + " s of processor (building, round), " +
         exact_number(seen.events) + " events, " + rounded(answer.peak_memory_bytes / 1e6) + " MB of memory";
}

std::vector<ForkedJob> jobs_of(const std::vector<FederatedRun>& runs) {
  std::vector<ForkedJob> jobs;
  for (const FederatedRun& run : runs) {
    jobs.emplace_back([run] { return packed(run_federated(run, "ns3")); });
  }
  return jobs;
}

struct Case {
  std::string name;
  FederatedRun run;
};

Claim completed(const Case& what, const ForkedAnswer& answer) {
  const auto devices = static_cast<double>(what.run.devices.size());
  const std::string name = what.name + ": devices that completed";
  if (!answer.ok) return {name, 0, exact_number(devices), false, answer.error};
  const FederatedResult seen = unpacked_federated(answer.text);
  return near(name, seen.delivered, devices, 0, spent(answer, seen));
}

// Over several seeds, because opening all connections at once is a matter of luck on Wi-Fi.
Claim effect(const std::string& name, const FederatedRun& skipping, const FederatedRun& everything) {
  std::vector<FederatedRun> runs;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    for (const FederatedRun& run : {skipping, everything}) {
      runs.push_back(run);
      runs.back().seed = seed;
    }
  }
  std::vector<double> ratios, longest;
  double cpu_s[2] = {0, 0};
  const std::vector<ForkedAnswer> answers = in_children(jobs_of(runs), usual_processes());
  for (std::size_t i = 0; i < answers.size(); i += 2) {
    if (!answers[i].ok || !answers[i + 1].ok) {
      return {name, 0, "a result", false, answers[i].error + answers[i + 1].error};
    }
    const auto less = unpacked_federated(answers[i].text), all = unpacked_federated(answers[i + 1].text);
    ratios.push_back(less.device_s / all.device_s);
    longest.push_back(less.round_s.front() / all.round_s.front());
    cpu_s[0] += less.cpu_s;
    cpu_s[1] += all.cpu_s;
  }
  const Interval mean = mean_interval(ratios), round = mean_interval(longest);
  const auto rounded = [](double x) { return exact_number(std::round(x * 1000) / 1000); };
  return printed(name + ": mean time of a device, weak receivers skipped over all of them", mean.mean,
                 "95 % interval " + rounded(mean.low) + " to " + rounded(mean.high) + " over " +
                     std::to_string(kSeeds) + " seeds; rounds " + rounded(round.mean) +
                     "; processor time " + rounded(cpu_s[0] / cpu_s[1]));
}

}  // namespace

std::vector<Claim> packet_scale_rows(bool quick) {
  if (!has_packet_level()) return {printed("packet level", 0, "skipped: built without ns-3")};
  const Layout wifi = quick ? Layout{10, 5, 200, 25, 10, 3} : Layout{50, 10, 1000, 25, 10, 3};
  const Layout nr = quick ? Layout{6, 3, 300, 200, 90, 10} : Layout{20, 5, 1000, 200, 90, 10};
  const Layout few_points{12, 12, 48, 25, 10, 3}, few_cells{7, 3, 70, 200, 90, 10};
  const std::vector<Case> cases{
      {std::to_string(wifi.devices) + " devices over " + std::to_string(wifi.sites) +
           " access points on 4 channels",
       over_wifi(wifi, kSkipped_dbm)},
      {std::to_string(nr.devices) + " devices over " + std::to_string(nr.sites) + " NR cells on one carrier",
       over_nr(nr, kSkippedUnderNoise_db)}};
  const auto answers = in_children(jobs_of({cases[0].run, cases[1].run}), usual_processes());
  return {completed(cases[0], answers[0]), completed(cases[1], answers[1]),
          effect("48 devices over 12 access points in a row, below -92 dBm", over_wifi(few_points, kSkipped_dbm),
                 over_wifi(few_points, kEverything_dbm)),
          effect("70 devices over 7 NR cells, 20 dB under the noise",
                 over_nr(few_cells, kSkippedUnderNoise_db), over_nr(few_cells, kEverythingUnderNoise_db))};
}

}  // namespace lastmile::scenarios
