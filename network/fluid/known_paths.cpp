// The parts of Paths for links whose figures are given rather than computed: recorded and narrow.
#include "network/fluid/paths.hpp"

namespace lastmile::network::fluid {

// What was measured is what an application got: headers and losses are paid already.
Paths::LinkModel Paths::model_of(const RecordedLink& link, FlowSystem& flows) const {
  const TraceStep mean = mean_of(topology_.traces[link.trace]);
  LinkModel model;
  model.forward = flows.add_varying_resource(mean.up.value());
  model.backward = flows.add_varying_resource(mean.down.value());
  return model;
}

Paths::LinkModel Paths::model_of(const NarrowLink& link, FlowSystem& flows) const {
  LinkModel model;
  model.forward = flows.add_resource(link.up.value());
  model.backward = flows.add_resource(link.down.value());
  return model;
}

PathHop Paths::recorded_hop(const Hop& hop, const RecordedLink& link) const {
  const TraceStep mean = mean_of(topology_.traces[link.trace]);
  const ByteRate rate = hop.from == link.device ? mean.up : mean.down;
  return {hop,          HopKind::recorded, resource_from(hop.link, hop.from),
          rate.value(), mean.rtt / 2,      nullptr};
}

PathHop Paths::narrow_hop(const Hop& hop, const NarrowLink& link) const {
  const ByteRate rate = hop.from == link.device ? link.up : link.down;
  const bool plain = link.packets.payload_bytes <= 0;
  return {hop,
          plain ? HopKind::wire : HopKind::narrow,
          resource_from(hop.link, hop.from),
          rate.value(),
          link.rtt / 2,
          nullptr,
          plain ? nullptr : &link};
}

std::uint32_t Paths::resource_from(LinkIndex link, NodeId end) const {
  NodeId first = 0;
  if (const auto* wire = std::get_if<WiredLink>(&topology_.links[link])) first = wire->a;
  if (const auto* series = std::get_if<RecordedLink>(&topology_.links[link]))
    first = series->device;
  if (const auto* narrow = std::get_if<NarrowLink>(&topology_.links[link])) first = narrow->device;
  return end == first ? models_[link].forward : models_[link].backward;
}

}  // namespace lastmile::network::fluid
