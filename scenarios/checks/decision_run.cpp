// Requests of one placement on one backend.
#include <memory>

#include "network/await.hpp"
#include "network/backends.hpp"
#include "scenarios/checks/decision_case.hpp"
#include "sim/process.hpp"
#include "sim/resource.hpp"

namespace lastmile::scenarios {
namespace {

using network::NodeId;
const Bytes kAnswer(8);  // class and confidence

struct Service {
  Service(Engine& clock, network::Network& net, std::size_t nodes) : engine(clock), network(net) {
    for (std::size_t i = 0; i < nodes; ++i) {
      processors.push_back(std::make_unique<Resource>(clock, 1));
    }
  }
  Engine& engine;
  network::Network& network;
  std::vector<std::unique_ptr<Resource>> processors;  // by node
  double sum_s = 0;
  int left = 0;
};

Task<void> compute(Service& service, NodeId node, Duration work) {
  if (work <= Duration(0)) co_return;
  Lease lease = co_await service.processors[node]->acquire();
  co_await delay(service.engine, work);
}

Task<void> send(Service& service, NodeId from, NodeId to, Bytes size) {
  const network::Transfer what(from, to, size);
  const network::Outcome outcome = co_await network::transfer(service.network, what);
  SIM_CHECK(outcome.ok, "a message of the decision check failed");
}

Task<void> request(Service& service, NodeId device, const Placement& placement, Duration at) {
  co_await delay(service.engine, at);
  const SimTime began = service.engine.now();
  co_await compute(service, device, placement.device_time);
  if (placement.bytes.value() >= 1) {
    co_await send(service, device, placement.far, placement.bytes);
    co_await compute(service, placement.far, placement.far_time);
    co_await send(service, placement.far, device, kAnswer);
  }
  service.sum_s += to_seconds(service.engine.now() - began);
  if (--service.left == 0) service.engine.stop();
}

// A device after the other: what is measured is a service that has been running.
Task<void> open_connections(Service& service, const DecisionCase& what, const Placement& placement) {
  for (const NodeId device : what.devices) {
    co_await send(service, device, placement.far, placement.bytes);
    co_await send(service, placement.far, device, kAnswer);
  }
  service.engine.stop();
}

}  // namespace

double mean_latency_s(const DecisionCase& what, const Placement& placement,
                      const std::string& backend, int requests) {
  Engine engine(1);
  const auto network = network::make_network(backend, engine, what.topology);
  Service service(engine, *network, what.topology.nodes.size());
  Processes processes(engine);
  if (placement.bytes.value() >= 1) {
    processes.spawn(open_connections(service, what, placement));
    engine.run();
  }
  const int each = (requests + static_cast<int>(what.devices.size()) - 1) /
                   static_cast<int>(what.devices.size());
  for (const NodeId device : what.devices) {
    RandomStream random = engine.random(what.name + "/" + std::to_string(device));
    Duration at{};
    for (int i = 0; i < each; ++i) {
      at += seconds(random.exponential(1 / what.rate_per_s));
      processes.spawn(request(service, device, placement, at));
      ++service.left;
    }
  }
  const int total = service.left;
  engine.run();
  return service.sum_s / total;
}

}  // namespace lastmile::scenarios
