#include "policies/execute/spans.hpp"

#include <algorithm>

#include "models/energy.hpp"
#include "policies/execute/world.hpp"

namespace lastmile::policies {
namespace {

std::string layer_range(const models::Graph& graph, const std::vector<models::LayerId>* layers) {
  if (layers == nullptr || layers->empty()) return "training";
  const std::string& first = graph.layer(layers->front()).name();
  const std::string& last = graph.layer(layers->back()).name();
  return first == last ? first : first + " .. " + last;
}

/// Which spans lead to the one that ends last.
std::vector<bool> critical_spans(const Trail& trail) {
  std::vector<bool> critical(trail.size(), false);
  std::int64_t last = -1;
  for (std::size_t i = 0; i < trail.size(); ++i) {
    if (trail[i].step == Step::layer) continue;
    if (last < 0 || trail[i].end >= trail[static_cast<std::size_t>(last)].end)
      last = static_cast<std::int64_t>(i);
  }
  for (; last >= 0; last = trail[static_cast<std::size_t>(last)].after)
    critical[static_cast<std::size_t>(last)] = true;
  for (std::size_t i = 0; i < trail.size(); ++i) {
    if (trail[i].within >= 0) critical[i] = critical[static_cast<std::size_t>(trail[i].within)];
  }
  return critical;
}

}  // namespace

void Spans::add(Branch& branch, Span span) {
  span.after = branch.last;
  if (branch.trail == nullptr) return write(nullptr, 0, span, false);
  branch.last = static_cast<std::int64_t>(branch.trail->size());
  branch.trail->push_back(std::move(span));
}

void Spans::queued(Branch& branch, network::NodeId node, SimTime asked) {
  if (world_.engine.now() == asked) return;
  Span span;
  span.step = Step::queue;
  span.what = "processor";
  span.node = node;
  span.frames = branch.frames;
  span.start = asked;
  span.end = world_.engine.now();
  add(branch, std::move(span));
}

void Spans::computed(Branch& branch, network::NodeId node, SimTime begun,
                     const models::Work& work) {
  if (world_.engine.now() == begun) return;
  const Computer& here = world_.computer(node);
  Span span;
  span.what = layer_range(world_.application.graph, branch.layers);
  span.node = node;
  span.start = begun;
  span.end = world_.engine.now();
  span.own = models::compute_energy(*here.profile, *here.processor, span.end - begun, work);
  span.frames = branch.frames;
  add(branch, span);
  if (branch.trail != nullptr && branch.layers != nullptr) add_layers(branch, span);
}

void Spans::add_layers(const Branch& branch, const Span& whole) {
  const Computer& here = world_.computer(whole.node);
  const models::Graph& graph = world_.application.graph;
  const std::vector<double> shares =
      world_.sampler.shares(graph, *branch.layers, *here.processor, whole.frames);
  double before = 0;
  SimTime start = whole.start;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const models::LayerId id = (*branch.layers)[i];
    before += shares[i];
    Span layer;
    layer.step = Step::layer;
    layer.what = graph.layer(id).name();
    layer.node = whole.node;
    layer.frames = whole.frames;
    layer.start = start;
    layer.end =
        std::min(whole.end, whole.start + seconds(before * to_seconds(whole.end - whole.start)));
    const models::Work work = here.processor->energy
                                  ? models::work_of(graph, {id}, *here.processor, whole.frames)
                                  : models::Work();
    layer.own = models::compute_energy(*here.profile, *here.processor, layer.end - start, work);
    layer.within = branch.last;
    start = layer.end;
    if (layer.end > layer.start) branch.trail->push_back(std::move(layer));
  }
}

Spans::Message Spans::begin(network::NodeId from, network::NodeId to) {
  Message message;
  message.started = world_.engine.now();
  message.nodes = {from, to};
  for (const network::Hop& hop : world_.routes.between(from, to)) {
    if (hop.to != to) message.nodes.push_back(hop.to);
  }
  for (const network::NodeId node : message.nodes) message.begin.push_back(meter_.enter(node));
  return message;
}

void Spans::ended(Branch& branch, const Message& message, Bytes size, Purpose purpose,
                  Duration waited) {
  std::vector<Joules> used;
  for (std::size_t i = 0; i < message.nodes.size(); ++i)
    used.push_back(meter_.leave(message.nodes[i]) - message.begin[i]);
  Span span;
  span.what = to_string(purpose);
  span.node = message.nodes[0];
  span.to = message.nodes[1];
  span.frames = branch.frames;
  span.bytes = size;
  span.start = message.started;
  if (waited > Duration(0)) {
    Span wait = span;
    wait.step = Step::wait;
    wait.end = span.start = wait.start + waited;
    wait.bytes = Bytes(0);
    add(branch, std::move(wait));
  }
  span.step = Step::transfer;
  span.end = world_.engine.now();
  span.own = used[0];
  span.at_receiver = used[1];
  for (std::size_t i = 2; i < used.size(); ++i) span.at_relays += used[i];
  add(branch, std::move(span));
}

void Spans::record(const Request& request, const Trail& trail) {
  const std::vector<bool> critical = critical_spans(trail);
  for (std::size_t i = 0; i < trail.size(); ++i) write(&request, i, trail[i], critical[i]);
}

}  // namespace lastmile::policies
