// The star of star.hpp in SimGrid 3.32's s4u: an actor per device, which computes one request after
// the other and sends it without waiting, and a pool of actors per link that receive and queue for
// the server.
//   peer_fluid_simgrid SECONDS [sleep] [actors]
// prints: requests, sum of responses [s], CPU time [s]
// "sleep" replaces executions by sleeps of the same length, "actors" the pools by an actor per
// request.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <simgrid/s4u.hpp>

#include "tests/bench/fluid/star.hpp"

namespace sg4 = simgrid::s4u;
using lastmile::bench::Arrivals;
using lastmile::bench::Star;
using lastmile::bench::StarResult;

namespace {

// At 70 % load a link has more than n transfers with probability 0.7^n.
constexpr int kWorkersPerLink = 60;
constexpr double kFlopsPerSecond = 1e9;

struct Request {
  double arrived_s;
};

struct World {
  Star star;
  bool actor_per_request = false;
  bool sleeps = false;
  std::vector<sg4::Host*> devices;
  sg4::Host* server = nullptr;
  sg4::SemaphorePtr processor;  // the server's
  StarResult result;
};

sg4::Mailbox* mailbox_of(int group) {
  return sg4::Mailbox::by_name("group" + std::to_string(group));
}

void build(World& w) {
  auto* zone = sg4::create_full_zone("star");
  w.server = zone->create_host("server", kFlopsPerSecond)->seal();
  for (int g = 0; g < w.star.links(); ++g) {
    auto* link = zone->create_link("link" + std::to_string(g), w.star.link_bytes_per_s());
    link->set_latency(0)->seal();
    for (int i = 0; i < w.star.devices_per_link; ++i) {
      const std::string name = "d" + std::to_string(w.devices.size());
      auto* host = zone->create_host(name, kFlopsPerSecond)->seal();
      zone->add_route(host->get_netpoint(), w.server->get_netpoint(), nullptr, nullptr,
                      {sg4::LinkInRoute(link)});
      w.devices.push_back(host);
    }
  }
  zone->seal();
}

void compute(const World& w, double service_s) {
  if (w.sleeps) {
    sg4::this_actor::sleep_for(service_s);
  } else {
    sg4::this_actor::execute(service_s * kFlopsPerSecond);
  }
}

void serve(World& w, double arrived_s) {
  w.processor->acquire();
  compute(w, w.star.server_s);
  w.processor->release();
  w.result.add(sg4::Engine::get_clock() - arrived_s);
}

void worker_actor(World& w, sg4::Mailbox* mailbox) {
  while (true) {
    const auto request = mailbox->get_unique<Request>();
    serve(w, request->arrived_s);
  }
}

void send(World& w, sg4::Host* host, sg4::Mailbox* mailbox, double arrived_s) {
  const auto bytes = static_cast<std::uint64_t>(w.star.wire_bytes);
  if (!w.actor_per_request) {
    mailbox->put_init(new Request{arrived_s}, bytes)->detach();
    return;
  }
  sg4::Actor::create("request", w.server, [&w, host, bytes, arrived_s] {
    sg4::Comm::sendto(host, w.server, bytes);
    serve(w, arrived_s);
  });
}

void device_actor(World& w, int device) {
  Arrivals arrivals(w.star, device);
  sg4::Host* host = w.devices[static_cast<std::size_t>(device)];
  sg4::Mailbox* mailbox = mailbox_of(device / w.star.devices_per_link);
  for (double t = arrivals.next_s(); t < w.star.simulated_s; t = arrivals.next_s()) {
    sg4::this_actor::sleep_until(t);
    compute(w, w.star.device_s);
    send(w, host, mailbox, t);
  }
  sg4::this_actor::sleep_for(w.star.simulated_s);  // the workers end with the last device
}

void start_workers(World& w) {
  for (int g = 0; g < w.star.links(); ++g) {
    for (int i = 0; i < kWorkersPerLink; ++i) {
      const auto work = [&w, g] { worker_actor(w, mailbox_of(g)); };
      sg4::Actor::create("worker", w.server, work)->daemonize();
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  sg4::Engine engine(&argc, argv);
  for (const char* setting : {"network/model:CM02", "network/crosstraffic:0", "network/TCP-gamma:0",
                              "network/latency-factor:1", "network/bandwidth-factor:1",
                              "network/weight-S:0", "contexts/stack-size:64"}) {
    sg4::Engine::set_config(setting);
  }
  World w;
  if (argc > 1) w.star.simulated_s = std::atof(argv[1]);
  for (int i = 2; i < argc; ++i) {
    if (std::strcmp(argv[i], "sleep") == 0) w.sleeps = true;
    if (std::strcmp(argv[i], "actors") == 0) w.actor_per_request = true;
  }
  build(w);
  w.processor = sg4::Semaphore::create(1);
  if (!w.actor_per_request) start_workers(w);
  for (int i = 0; i < w.star.devices; ++i) {
    sg4::Host* host = w.devices[static_cast<std::size_t>(i)];
    sg4::Actor::create("device", host, [&w, i] { device_actor(w, i); });
  }
  const double before = static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
  engine.run();
  w.result.cpu_s = static_cast<double>(std::clock()) / CLOCKS_PER_SEC - before;
  std::printf("%llu %.9f %.6f\n", static_cast<unsigned long long>(w.result.requests),
              w.result.response_s, w.result.cpu_s);
}
