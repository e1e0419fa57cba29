// Wires and narrow links of the ns-3 world: full-duplex point-to-point devices with drop-tail queues.
#include <ns3/data-rate.h>
#include <ns3/point-to-point-helper.h>
#include <ns3/point-to-point-net-device.h>
#include <ns3/string.h>

#include "network/ns3/background.hpp"
#include "network/ns3/wire_channel.hpp"
#include "network/ns3/world.hpp"

namespace lastmile::network {
namespace {

ns3::DataRateValue data_rate(ByteRate rate) {
  return ns3::DataRateValue(ns3::DataRate(static_cast<std::uint64_t>(rate.value() * 8)));
}

ns3::PointToPointHelper wire_helper(Duration delay) {
  ns3::PointToPointHelper helper;
  helper.SetChannelAttribute("Delay", ns3::TimeValue(ns3::NanoSeconds(delay.count())));
  helper.SetQueue("ns3::DropTailQueue", "MaxSize", ns3::StringValue("4000p"));
  helper.DisableFlowControl();
  return helper;
}

ns3::Ptr<ns3::PointToPointNetDevice> end_of(const ns3::NetDeviceContainer& ends, std::uint32_t i) {
  return ns3::DynamicCast<ns3::PointToPointNetDevice>(ends.Get(i));
}

void disturb(World& world, const WiredLink& link, const ns3::NetDeviceContainer& ends) {
  const auto channel = ns3::CreateObject<WireChannel>(link, world.engine.seed());
  for (const std::uint32_t i : {0u, 1u}) end_of(ends, i)->Attach(channel);
  if (link.background <= 0) return;
  for (const std::uint32_t i : {0u, 1u}) {
    const auto others = ns3::CreateObject<Background>(
        link, end_of(ends, i), world.engine.random(link.name + (i == 0 ? "/a" : "/b") + "/background"));
    world.keep.emplace_back(others);
    world.ready.push_back(
        {"link '" + link.name + "': background traffic", [others] { return others->at_rest(); }});
    world.stir.push_back([others] { others->stir(); });
    world.at_rest.push_back([others] { return others->at_rest(); });
  }
}

}  // namespace

void add_wire(World& world, LinkIndex index, const WiredLink& link) {
  ns3::PointToPointHelper helper = wire_helper(link.delay);
  helper.SetDeviceAttribute("DataRate", data_rate(link.rate));
  const ns3::NetDeviceContainer ends = helper.Install(world.nodes.Get(link.a), world.nodes.Get(link.b));
  assign_addresses(world, index, {link.a, link.b}, ends);
  if (link.jitter > Duration(0) || link.loss > 0 || link.background > 0) disturb(world, link, ends);
}

// Profiles with packets of their own are radios that ns-3 3.37 has no model of.
void add_narrow(World& world, LinkIndex index, const NarrowLink& link) {
  if (link.packets.payload_bytes > 0 || link.duty_cycle < 1) {
    throw ConfigError("link '" + link.name + "': profile '" + link.profile +
                      "' has packets and a duty cycle of its own, which the packet level has not; "
                      "run it with backend = \"fluid\"");
  }
  ns3::PointToPointHelper helper = wire_helper(link.rtt / 2);
  const ns3::NetDeviceContainer ends =
      helper.Install(world.nodes.Get(link.device), world.nodes.Get(link.site));
  ends.Get(0)->SetAttribute("DataRate", data_rate(link.up));
  ends.Get(1)->SetAttribute("DataRate", data_rate(link.down));
  assign_addresses(world, index, {link.device, link.site}, ends);
}

}  // namespace lastmile::network
