// Requests per CPU second through compute, transfer and compute: ours, and SimGrid's s4u doing the
// same in a program of its own (peer_fluid_simgrid, beside this one, if it was built). Two forms:
//   a process a request   ours: a coroutine each; theirs: an actor each, compute by executions
//   the fastest form      ours: a coroutine a device, callbacks behind it; theirs: an actor a
//                         device and a pool of receiving actors a link, compute by sleeps
//   bench_fluid [--json] [--seconds S]
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <deque>
#include <filesystem>
#include <optional>

#include "network/await.hpp"
#include "network/fluid/fluid.hpp"
#include "sim/process.hpp"
#include "sim/resource.hpp"
#include "tests/bench/fluid/star.hpp"

using namespace lastmile;
using namespace lastmile::bench;
using namespace lastmile::network;

namespace {

// Node 0 is the server; node g > 0 is where the devices of group g hang.
Topology topology_of(const Star& star) {
  Topology topology;
  topology.nodes.push_back({"server", {}});
  for (int g = 1; g <= star.links(); ++g) {
    WiredLink link;
    link.name = "link" + std::to_string(g);
    link.a = static_cast<NodeId>(topology.nodes.size());
    link.b = 0;
    link.rate = ByteRate(star.link_bytes_per_s());
    topology.nodes.push_back({"group" + std::to_string(g), {}});
    topology.links.push_back(link);
  }
  return topology;
}

double cpu_s() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

struct World {
  explicit World(const Star& s)
      : star(s), network(make_fluid(engine, topology_of(s))), processes(engine), server(engine, 1) {
    for (int i = 0; i < star.devices; ++i) devices.emplace_back(engine, 1);
  }
  [[nodiscard]] Transfer upload(int device) const {
    const auto group = static_cast<NodeId>(1 + device / star.devices_per_link);
    return Transfer(group, 0, Bytes(star.request_bytes), Transport::udp);
  }
  void done(SimTime arrived) { result.add(to_seconds(engine.now() - arrived)); }

  Star star;
  Engine engine;
  std::unique_ptr<Network> network;
  Processes processes;
  Resource server;
  std::deque<Resource> devices;
  std::deque<SimTime> at_server;  // the fastest form: when the requests in its queue had arrived
  StarResult result;
};

Task<> compute(Engine& engine, Resource& processor, double service_s) {
  const Lease lease = co_await processor.acquire();
  co_await delay(engine, seconds(service_s));
}

Task<> request(World& w, int device) {
  const SimTime arrived = w.engine.now();
  co_await compute(w.engine, w.devices[static_cast<std::size_t>(device)], w.star.device_s);
  co_await transfer(*w.network, w.upload(device));
  co_await compute(w.engine, w.server, w.star.server_s);
  w.done(arrived);
}

Task<> device_of_requests(World& w, int device) {
  Arrivals arrivals(w.star, device);
  for (double t = arrivals.next_s(); t < w.star.simulated_s; t = arrivals.next_s()) {
    co_await delay(w.engine, SimTime(seconds(t)) - w.engine.now());
    w.processes.spawn(request(w, device));
  }
}

void serve_first(World& w) {
  w.engine.after(seconds(w.star.server_s), [&w] {
    w.done(w.at_server.front());
    w.at_server.pop_front();
    if (!w.at_server.empty()) serve_first(w);
  });
}

void reach_server(World& w, SimTime arrived) {
  w.at_server.push_back(arrived);
  if (w.at_server.size() == 1) serve_first(w);
}

// One request after the other: that is the queue.
Task<> device_in_turn(World& w, int device) {
  Arrivals arrivals(w.star, device);
  for (double t = arrivals.next_s(); t < w.star.simulated_s; t = arrivals.next_s()) {
    const SimTime arrived(seconds(t));
    const SimTime begun = std::max(arrived, w.engine.now());
    co_await delay(w.engine, begun - w.engine.now() + seconds(w.star.device_s));
    w.network->start(w.upload(device), [&w, arrived](const Outcome&) { reach_server(w, arrived); });
  }
}

struct Form {
  const char* name;
  Task<> (*device)(World&, int);
  const char* peer_arguments;
};
constexpr Form kForms[] = {{"star, a process a request", device_of_requests, "actors"},
                           {"star, fastest form", device_in_turn, "sleep"}};

StarResult run_ours(const Star& star, const Form& form) {
  World w(star);
  for (int i = 0; i < star.devices; ++i) w.processes.spawn(form.device(w, i));
  const double before = cpu_s();
  w.engine.run();
  w.result.cpu_s = cpu_s() - before;
  return w.result;
}

std::optional<StarResult> run_peer(const Star& star, const Form& form) {
  const auto self = std::filesystem::canonical("/proc/self/exe");
  const auto peer = self.parent_path() / "peer_fluid_simgrid";
  if (!std::filesystem::exists(peer)) return std::nullopt;
  const std::string command = "'" + peer.string() + "' " + std::to_string(star.simulated_s) + " " +
                              form.peer_arguments + " --log=root.thresh:warning";
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return std::nullopt;
  StarResult result;
  unsigned long long requests = 0;
  const int got = std::fscanf(pipe, "%llu %lf %lf", &requests, &result.response_s, &result.cpu_s);
  result.requests = requests;
  if (pclose(pipe) != 0 || got != 3) return std::nullopt;
  return result;
}

void print_text(const Form& form, const StarResult& ours, const std::optional<StarResult>& peer) {
  std::printf("%s\n  lastmile     %9llu requests, mean response %.6f s, %10.0f requests/CPU s\n",
              form.name, static_cast<unsigned long long>(ours.requests), ours.mean_s(),
              ours.speed());
  if (!peer) {
    std::printf("  SimGrid s4u  not built (libsimgrid-dev)\n");
    return;
  }
  const double difference = std::abs(ours.mean_s() / peer->mean_s() - 1);
  std::printf("  SimGrid s4u  %9llu requests, mean response %.6f s, %10.0f requests/CPU s\n",
              static_cast<unsigned long long>(peer->requests), peer->mean_s(), peer->speed());
  std::printf("  ratio %.1f (goal 40); mean responses differ by %.4f %% (at most 1 %%: %s)\n",
              ours.speed() / peer->speed(), 100 * difference,
              difference <= 0.01 ? "holds" : "BROKEN");
}

void print_json(const Form& form, const StarResult& ours, const std::optional<StarResult>& peer) {
  std::printf("{\"name\": \"fluid: %s\", \"ours\": %.0f, ", form.name, ours.speed());
  if (peer) {
    std::printf("\"peer\": %.0f, \"peer_name\": \"SimGrid s4u\", \"ratio\": %.2f, ", peer->speed(),
                ours.speed() / peer->speed());
  } else {
    std::printf("\"peer\": null, \"peer_name\": \"SimGrid s4u\", \"ratio\": null, ");
  }
  std::printf("\"unit\": \"requests/CPU s\"}");
}

bool agree(const StarResult& ours, const StarResult& peer) {
  return ours.requests == peer.requests && std::abs(ours.mean_s() / peer.mean_s() - 1) <= 0.01;
}

}  // namespace

int main(int argc, char** argv) {
  Star star;
  bool json = false;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--json") == 0) {
      json = true;
    } else if (std::strcmp(argv[i], "--seconds") == 0 && i + 1 < argc) {
      star.simulated_s = std::atof(argv[++i]);
    } else {
      std::fprintf(stderr, "usage: bench_fluid [--json] [--seconds S]\n");
      return 2;
    }
  }
  bool all_agree = true;
  if (json) std::printf("[");
  for (const Form& form : kForms) {
    run_ours(star, form);  // warm
    const StarResult ours = run_ours(star, form);
    const auto peer = run_peer(star, form);
    if (json && &form != kForms) std::printf(", ");
    json ? print_json(form, ours, peer) : print_text(form, ours, peer);
    std::fflush(stdout);
    all_agree = all_agree && (!peer || agree(ours, *peer));
  }
  if (json) std::printf("]\n");
  return all_agree ? 0 : 1;
}
