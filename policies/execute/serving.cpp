#include "policies/execute/serving.hpp"

#include <map>
#include <set>

#include "policies/execute/request_run.hpp"

namespace lastmile::policies {
namespace {

constexpr std::size_t kExitSamples = 50;  // training images of a device that the exits are measured on

Task<void> serve_at(World& world, const Service& service, Request request, std::vector<std::uint32_t> samples,
                    std::size_t position) {
  co_await delay(world.engine, request.arrival - world.engine.now());
  RequestRun run(world, service, request, std::move(samples), position);
  co_await run.serve();
}

// A node whose battery is empty does without; its requests will be dropped.
Task<void> send_model(World& world, network::NodeId holder, network::NodeId node) {
  co_await world.deliver(holder, node, model_bytes(world), Purpose::model);
}

std::vector<SimTime> arrivals(const World& world, const Workload& workload, network::NodeId device) {
  RandomStream random = world.engine.random("arrivals/" + world.topology.nodes[device].name);
  const double gap_s = 1.0 / workload.rate_per_s;
  std::vector<SimTime> times;
  SimTime at = world.engine.now() + (workload.poisson ? Duration(0) : seconds(random.uniform(0, gap_s)));
  for (std::int64_t i = 0; i < workload.requests; ++i) {
    if (workload.poisson) at += seconds(random.exponential(gap_s));
    times.push_back(at);
    if (!workload.poisson) at += seconds(gap_s);
  }
  return times;
}

void check_has_model(const World& world, const Trained& trained, network::NodeId device, network::NodeId node) {
  if (trained.shared != nullptr || node == device) return;
  throw ConfigError("strategy '" + world.labels.strategy + "': after gossip every device has a model of its own, " +
                    "but the inference of '" + world.topology.nodes[device].name + "' uses '" +
                    world.topology.nodes[node].name + "'; allowed: place or local at the devices");
}

}  // namespace

std::map<network::NodeId, std::vector<models::LayerId>> layers_by_node(const Plan& plan) {
  std::map<network::NodeId, std::vector<models::LayerId>> work;
  for (models::LayerId l = 1; l < plan.node_of_layer.size(); ++l) work[plan.node_of_layer[l]].push_back(l);
  return work;
}

models::MemoryNeed inference_need(const World& world, network::NodeId node, const std::vector<models::LayerId>& layers,
                                  int frames) {
  const double bytes_per_element = world.computer(node).processor->peak.bytes_per_element;
  return models::inference_memory(world.application.graph, layers, frames, bytes_per_element);
}

void learn_exits(const std::vector<learn::Evaluation>& seen, const ExitPolicy* exit, Planner& planner) {
  std::vector<double> left(planner.graph().exits().size(), 0.0);
  double total = 0;
  for (const learn::Evaluation& one : seen) {
    for (std::size_t i = 0; i < one.samples; ++i) left[exit_of(one, i, exit)] += 1;
    total += static_cast<double>(one.samples);
  }
  std::vector<double> alive{1.0};
  for (std::size_t e = 0; e + 1 < left.size(); ++e) alive.push_back(alive.back() - left[e] / total);
  planner.learn_exits(alive);
}

void learn_exits(const World& world, const Trained& trained, const ExitPolicy* exit, Planner& planner) {
  const Application& a = world.application;
  std::vector<learn::Evaluation> seen;
  for (std::size_t d = 0; d < a.devices.size(); ++d) {
    std::vector<std::uint32_t> samples = a.parts[d];
    samples.resize(std::min(samples.size(), kExitSamples));
    seen.push_back(
        learn::evaluate_cached(a.cache, a.network, *trained.of_device(d), a.training_data, samples));
  }
  learn_exits(seen, exit, planner);
}

Task<void> deploy(World& world, const Trained& trained, const Service& service, int frames) {
  const Application& a = world.application;
  std::set<network::NodeId> users;
  for (const network::NodeId device : a.devices) {
    Request probe;
    probe.origin = device;
    probe.frames = frames;
    const Plan plan = service.inference.decide(probe, service.planner);
    for (const auto& [node, layers] : layers_by_node(plan)) {
      check_has_model(world, trained, device, node);
      if (world.take_memory(node, inference_need(world, node, layers, frames))) users.insert(node);
    }
  }
  std::vector<Task<void>> sends;
  if (trained.shared != nullptr && !service.out_of_memory) {
    for (const network::NodeId node : users) {
      sends.push_back(send_model(world, trained.holder, node));
    }
  }
  co_await all(world.engine, std::move(sends));
}

Task<void> serve_all(World& world, const Service& service, const Workload& workload) {
  const Application& a = world.application;
  std::vector<Task<void>> requests;
  for (std::size_t d = 0; d < a.devices.size(); ++d) {
    RandomStream pick = world.engine.random("frames/" + world.topology.nodes[a.devices[d]].name);
    const std::vector<SimTime> times = arrivals(world, workload, a.devices[d]);
    for (std::size_t i = 0; i < times.size(); ++i) {
      Request request;
      request.number = i;
      request.origin = a.devices[d];
      request.frames = workload.frames;
      request.arrival = times[i];
      std::vector<std::uint32_t> samples;
      for (int f = 0; f < workload.frames; ++f) {
        samples.push_back(static_cast<std::uint32_t>(pick.below(service.answers[d]->samples)));
      }
      requests.push_back(serve_at(world, service, request, std::move(samples), d));
    }
  }
  co_await all(world.engine, std::move(requests));
}

}  // namespace lastmile::policies
