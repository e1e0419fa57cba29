// Somebody walks or drives from one cell to the next with small messages both ways over TCP: is every byte
// there, and how long does the longest take. Packets of NR alone: nr_radio_rows.cpp.
#include <algorithm>
#include <memory>

#include "network/backends.hpp"
#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/checks/network_rows.hpp"
#include "scenarios/checks/nr_rows.hpp"
#include "scenarios/checks/traffic_world.hpp"
#include "scenarios/host/forked_jobs.hpp"

namespace lastmile::scenarios {
namespace {

using network::NodeId;

constexpr NodeId kServer = 3, kWalker = 4;  // of the moving worlds
constexpr double kEvery_s = 0.05, kMessage = 20e3, kLimit_s = 120;

struct Arrivals {
  double wrong = 0, longest_s = 0, started = 0;
};

void send(network::Network& net, NodeId from, NodeId to, Arrivals& seen) {
  ++seen.started;
  ++seen.wrong;  // until it has arrived whole
  net.start(network::Transfer(from, to, Bytes(kMessage)), [&seen](const network::Outcome& outcome) {
    if (outcome.ok && outcome.delivered == Bytes(kMessage)) --seen.wrong;
    seen.longest_s = std::max(seen.longest_s, to_seconds(outcome.finished - outcome.started));
  });
}

std::string driven(TrafficWorld world, const std::string& backend) {
  world.topology.outages.clear();
  Engine engine(1);
  const auto net = network::make_network(backend, engine, world.topology);
  Arrivals seen;
  for (double t = 0; t < world.seconds; t += kEvery_s) {
    engine.after(seconds(t), [&] {
      send(*net, kServer, kWalker, seen);
      send(*net, kWalker, kServer, seen);
    });
  }
  engine.run(SimTime{} + seconds(kLimit_s));
  return packed({seen.wrong, seen.started, seen.longest_s});
}

}  // namespace

std::vector<Claim> handover_rows(bool quick) {
  std::vector<Claim> claims;
  std::vector<ForkedJob> jobs;
  std::vector<std::string> names;
  for (const std::string& backend : network::backend_names()) {
    for (const TrafficWorld& world : moving_worlds()) {
      names.push_back(backend + ", " + link_name(world.topology.links.front()));
      jobs.emplace_back([world, backend] { return driven(world, backend); });
    }
  }
  const std::vector<ForkedAnswer> answers = in_children(jobs, usual_processes());
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const std::string name = names[i] + ": messages over TCP that did not arrive whole";
    if (!answers[i].ok) {
      claims.push_back({name, 0, "a result", false, answers[i].error});
      continue;
    }
    const std::vector<double> f = unpacked(answers[i].text);
    claims.push_back(at_most(name, f[0], 0, "of " + exact_number(f[1]) + " of 20 kB; the longest took " +
                                                to_three_places(f[2], " s")));
  }
  // Last: a process that has built ns-3's world can have no child that builds another.
  for (Claim& claim : nr_handover_rows(quick)) claims.push_back(std::move(claim));
  return claims;
}

}  // namespace lastmile::scenarios
