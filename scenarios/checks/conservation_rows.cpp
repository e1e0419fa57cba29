// Nothing is lost, nothing comes twice, and the same run gives the same nanoseconds: on every backend,
// under loss, outages, handover, switched-off nodes and cancellation.
#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

#include "network/backends.hpp"
#include "network/routes.hpp"
#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/checks/network_rows.hpp"
#include "scenarios/checks/traffic_world.hpp"
#include "scenarios/host/forked_jobs.hpp"
#include "sim/random.hpp"

namespace lastmile::scenarios {
namespace {

constexpr int kMessages = 400, kQuickMessages = 120;

struct Counts {
  double delivered = 0, cancelled = 0, failed = 0, lost = 0;  // messages; lost: udp that came in part
  double wrong = 0;       // messages with no fate, two fates, or bytes that do not add up
  double links_off = 0;   // bytes
};

bool adds_up(const Fate& fate) {
  if (fate.cancelled) return fate.ends == 0;
  const double size = fate.what.size.value(), got = fate.outcome.delivered.value();
  if (fate.ends != 1 || got < 0 || got > size) return false;
  const bool whole = fate.what.transport != network::Transport::udp && fate.outcome.ok;
  return !whole || got == size;
}

struct Bounds {
  std::vector<double> least, most;  // bytes by link
};

// What was delivered has crossed every link of its route; of the rest, some of it may have. Repairs and
// reports of arq go on top.
Bounds link_bounds(const TrafficWorld& world, const TrafficResult& result) {
  const network::Routes routes(world.topology);
  const std::vector<double> none(world.topology.links.size(), 0.0);
  Bounds bounds{none, none};
  for (const Fate& fate : result.fates) {
    for (const network::Hop& hop : routes.between(fate.what.from, fate.what.to)) {
      if (!fate.cancelled) bounds.least[hop.link] += fate.outcome.delivered.value();
      const bool whole = !fate.cancelled && fate.outcome.delivered == fate.what.size;
      bounds.most[hop.link] += whole ? fate.outcome.delivered.value() : fate.what.size.value();
    }
  }
  return bounds;
}

Counts counts_of(const TrafficWorld& world, const TrafficResult& result) {
  Counts counts;
  for (const Fate& fate : result.fates) {
    if (!adds_up(fate)) ++counts.wrong;
    if (fate.cancelled) ++counts.cancelled;
    else if (!fate.outcome.ok) ++counts.failed;
    else ++(fate.outcome.delivered == fate.what.size ? counts.delivered : counts.lost);
  }
  const Bounds bounds = link_bounds(world, result);
  for (std::size_t i = 0; i < result.carried.size(); ++i) {
    const double seen = std::round(result.carried[i] * 1e6) / 1e6;  // sums of parts of bytes
    const double above = world.repaired ? 0 : seen - bounds.most[i];
    counts.links_off += std::max({0.0, bounds.least[i] - seen, above});
  }
  return counts;
}

// Counts first, then every time and every number of bytes.
std::string observed(const TrafficWorld& world, const std::string& backend, int messages) {
  const TrafficResult result = run_traffic(world, backend, messages);
  const Counts c = counts_of(world, result);
  std::vector<double> figures{c.delivered, c.cancelled, c.failed, c.lost, c.wrong, c.links_off};
  for (const Fate& fate : result.fates) {
    for (const double x : {fate.ended_ns, fate.outcome.delivered.value(), fate.cancelled ? 1.0 : 0.0}) {
      figures.push_back(x);
    }
  }
  figures.insert(figures.end(), result.carried.begin(), result.carried.end());
  return packed(figures);
}

std::string fates_text(const std::vector<double>& figures) {
  const std::array<const char*, 4> names{" delivered", " cancelled", " failed", " udp in part"};
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += (i == 0 ? "" : ", ") + exact_number(figures[i]) + names[i];
  }
  return text;
}

// So that two programs can be compared, too: tests/determinism/network_test.py.
std::string digest(const std::string& text) {
  std::ostringstream hex;
  hex << std::hex << stable_hash(text);
  return hex.str();
}

void judge(std::vector<Claim>& claims, const std::string& name, const ForkedAnswer& first,
           const ForkedAnswer& again) {
  if (!first.ok || !again.ok) {
    claims.push_back(
        {name + ": could be run", 0, "a result", false, first.ok ? again.error : first.error});
    return;
  }
  const std::vector<double> one = unpacked(first.text), two = unpacked(again.text);
  double differing = 0;
  for (std::size_t i = 0; i < one.size(); ++i) differing += one[i] != two[i] ? 1 : 0;
  claims.push_back(at_most(name + ": messages without exactly one fate or with bytes that do not add up",
                           one[4], 0, fates_text(one)));
  claims.push_back(at_most(name + ": bytes by which the link counters are off", one[5], 0,
                           "less than was delivered over a link, or (without arq) more than was started"));
  claims.push_back(at_most(name + ": times in ns and bytes that differ when it runs again", differing, 0,
                           "of " + std::to_string(one.size()) + ", digest " + digest(first.text)));
}

}  // namespace

std::vector<Claim> conservation_rows(bool quick) {
  const std::vector<TrafficWorld> worlds = traffic_worlds();
  std::vector<ForkedJob> jobs;
  std::vector<std::string> names;
  for (const std::string& backend : network::backend_names()) {
    for (const TrafficWorld& world : worlds) {
      for (int again = 0; again < 2; ++again) {
        jobs.emplace_back([&world, backend, quick] {
          return observed(world, backend, quick ? kQuickMessages : kMessages);
        });
      }
      names.push_back(backend + ", " + world.name);
    }
  }
  const std::vector<ForkedAnswer> answers = in_children(jobs, usual_processes());
  std::vector<Claim> claims;
  for (std::size_t i = 0; i < names.size(); ++i) judge(claims, names[i], answers[2 * i], answers[2 * i + 1]);
  return claims;
}

}  // namespace lastmile::scenarios
