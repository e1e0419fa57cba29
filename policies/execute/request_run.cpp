#include "policies/execute/request_run.hpp"

#include <algorithm>

namespace lastmile::policies {

RequestRun::RequestRun(World& world, const Service& service, const Request& request,
                       std::vector<std::uint32_t> samples, std::size_t position)
    : world_(world), service_(service), answers_(*service.answers[position]), alive_(std::move(samples)) {
  record_.request = request;
  steps_.trail = &trail_;
}

Task<void> RequestRun::serve() {
  record_.plan = service_.inference.decide(record_.request, service_.planner);
  if (has_memory())
    co_await run_stage(0);
  else
    record_.drop = Drop::out_of_memory;
  record_.finished = world_.engine.now();
  record_request(world_, record_);
  if (world_.spans) world_.spans->record(record_.request, trail_);
}

bool RequestRun::has_memory() {
  if (service_.out_of_memory) return false;
  bool enough = true;
  for (const auto& [node, layers] : layers_by_node(record_.plan)) {
    const models::MemoryNeed need = inference_need(world_, node, layers, record_.request.frames);
    enough = world_.take_memory(node, need) && enough;
  }
  return enough;
}

Task<void> RequestRun::run_stage(std::size_t stage) {
  for (const Segment& segment : segments(stage)) {
    co_await run_segment(segment);
    if (record_.drop != Drop::none) co_return;
  }
  const network::NodeId here = record_.plan.node_of_layer[world_.application.graph.exits()[stage]];
  const std::size_t sure = let_go(stage);
  if (alive_.empty()) {
    co_await answer(here, sure, steps_);
    co_return;
  }
  std::vector<Task<void>> both;
  if (sure > 0) both.push_back(answer(here, sure, steps_));
  both.push_back(run_stage(stage + 1));
  co_await all(world_.engine, std::move(both));
}

std::vector<RequestRun::Segment> RequestRun::segments(std::size_t stage) const {
  const models::Graph& graph = world_.application.graph;
  std::vector<Segment> result;
  for (models::LayerId l = 1; l < graph.size(); ++l) {
    if (graph.stage(l) != stage) continue;
    const network::NodeId node = record_.plan.node_of_layer[l];
    if (result.empty() || result.back().node != node) result.push_back({node, {}});
    result.back().layers.push_back(l);
  }
  return result;
}

Task<void> RequestRun::run_segment(const Segment& segment) {
  const models::Graph& graph = world_.application.graph;
  for (const models::LayerId layer : segment.layers) {
    for (const models::LayerId input : graph.inputs(layer)) {
      co_await fetch(input, segment.node);
      if (record_.drop != Drop::none) co_return;
    }
  }
  const int frames = static_cast<int>(alive_.size());
  steps_.frames = frames;
  steps_.layers = &segment.layers;
  const models::Processor& processor = *world_.computer(segment.node).processor;
  const models::Drawn work = world_.sampler.forward(graph, segment.layers, processor, frames);
  const models::Demand demand =
      processor.sharing
          ? models::demand(graph, segment.layers, frames, processor.peak.bytes_per_element, work.time)
          : models::Demand();
  const bool done = co_await world_.compute(segment.node, work, record_.usage, demand, &steps_);
  if (!done) record_.drop = Drop::battery;
}

Task<void> RequestRun::fetch(models::LayerId activation, network::NodeId to) {
  const network::NodeId from = record_.plan.node_of_layer[activation];
  if (from == to || !delivered_.insert({activation, to}).second) co_return;
  const Bytes size = service_.planner.activation_bytes(activation) * static_cast<double>(alive_.size());
  const Purpose purpose = activation == 0 ? Purpose::raw_frames : Purpose::features;
  account(from, to, size, purpose);
  if (to == record_.plan.node_of_layer[world_.application.graph.output()]) {
    record_.crossed = std::max(record_.crossed, static_cast<int>(alive_.size()));
  }
  steps_.frames = static_cast<int>(alive_.size());
  const bool arrived = co_await world_.send(from, to, size, purpose, &steps_);
  if (!arrived) record_.drop = Drop::network;
}

Task<void> RequestRun::answer(network::NodeId from, std::size_t frames, Branch steps) {
  const Bytes size = kAnswerBytes * static_cast<double>(frames);
  account(from, record_.request.origin, size, Purpose::answer);
  steps.frames = static_cast<int>(frames);
  const bool arrived = co_await world_.send(from, record_.request.origin, size, Purpose::answer, &steps);
  if (!arrived) record_.drop = Drop::network;
}

// Takes the frames that leave at this exit out of alive_ and judges their answers.
std::size_t RequestRun::let_go(std::size_t stage) {
  std::vector<std::uint32_t> going_on;
  for (const std::uint32_t sample : alive_) {
    const std::size_t exit = exit_of(answers_, sample, service_.exit);
    if (exit > stage) {
      going_on.push_back(sample);
      continue;
    }
    if (answers_.answer(sample, exit).correct) ++record_.correct;
    if (exit + 1 < answers_.exits.size()) ++record_.early_exits;
  }
  const std::size_t left = alive_.size() - going_on.size();
  alive_ = std::move(going_on);
  return left;
}

void RequestRun::account(network::NodeId from, network::NodeId to, Bytes size, Purpose purpose) {
  if (from == to) return;
  const bool wan = world_.crosses_wan(from, to);
  if (wan) record_.wan += size;
  if (purpose == Purpose::answer) return;
  (purpose == Purpose::raw_frames ? record_.raw : record_.features) += size;
  record_.hop_bytes += size * (wan ? 2.0 : 1.0);
}

}  // namespace lastmile::policies
