// Nodes, wires, addresses and routes of the ns-3 world.
#include "network/ns3/world.hpp"

#include <ns3/data-rate.h>
#include <ns3/internet-stack-helper.h>
#include <ns3/ipv4-address-helper.h>
#include <ns3/ipv4-static-routing-helper.h>
#include <ns3/ipv4.h>
#include <ns3/point-to-point-helper.h>
#include <ns3/string.h>
#include <ns3/traffic-control-helper.h>
#include <ns3/traffic-control-layer.h>

#include <set>

#include "network/ns3/engine_mobility.hpp"
#include "network/ns3/nr/add_nr.hpp"
#include "network/ns3/outages.hpp"
#include "sim/random.hpp"

namespace lastmile::network {

ns3::Ipv4Address World::address(NodeId from, NodeId to) const {
  const Route& route = routes.between(from, to);
  SIM_CHECK(!route.empty(), "no route");
  return interfaces.at({route.back().link, to}).address;
}

ns3::Ptr<ns3::MobilityModel> place_at(const World& world, NodeId node) {
  return make_mobility(world.engine, world.topology, world.movements, node);
}

// ns-3 keeps the upper half of the numbers for automatic assignment.
std::int64_t ns3_stream(const std::string& component) {
  return static_cast<std::int64_t>((stable_hash(component) & 0x3fffffffffULL) << 16);
}

void assign_addresses(World& world, LinkIndex link, const std::vector<NodeId>& nodes,
                      const ns3::NetDeviceContainer& devices) {
  const bool large = devices.GetN() > 250;  // more than a /24 holds: a /16 of the upper half
  const std::string base = large ? "10." + std::to_string(128 + link % 128) + ".0.0"
                                 : "10." + std::to_string(1 + link / 256) + "." + std::to_string(link % 256) + ".0";
  ns3::Ipv4AddressHelper helper(base.c_str(), large ? "255.255.0.0" : "255.255.255.0");
  const ns3::Ipv4InterfaceContainer assigned = helper.Assign(devices);
  for (std::uint32_t i = 0; i < devices.GetN(); ++i) {
    // The helper installs a default queue discipline; see defaults.hpp.
    const auto control = devices.Get(i)->GetNode()->GetObject<ns3::TrafficControlLayer>();
    if (control->GetRootQueueDiscOnDevice(devices.Get(i)) != nullptr) {
      control->DeleteRootQueueDiscOnDevice(devices.Get(i));
    }
    World::Interface& interface = world.interfaces[{link, nodes[i]}];
    interface.address = assigned.GetAddress(i);
    interface.index = assigned.Get(i).second;
  }
}

void add_wire(World& world, LinkIndex index, const WiredLink& link) {
  ns3::PointToPointHelper helper;
  helper.SetDeviceAttribute("DataRate", ns3::DataRateValue(ns3::DataRate(
                                            static_cast<std::uint64_t>(link.rate.value() * 8))));
  helper.SetChannelAttribute("Delay", ns3::TimeValue(ns3::NanoSeconds(link.delay.count())));
  helper.SetQueue("ns3::DropTailQueue", "MaxSize", ns3::StringValue("4000p"));
  helper.DisableFlowControl();
  const ns3::NetDeviceContainer devices = helper.Install(world.nodes.Get(link.a), world.nodes.Get(link.b));
  assign_addresses(world, index, {link.a, link.b}, devices);
}

// Profiles with packets of their own are radios that ns-3 3.37 has no model of.
void add_narrow(World& world, LinkIndex index, const NarrowLink& link) {
  if (link.packets.payload_bytes > 0 || link.duty_cycle < 1) {
    throw ConfigError("link '" + link.name + "': profile '" + link.profile +
                      "' has packets and a duty cycle of its own, which the packet level has not; "
                      "run it with backend = \"fluid\"");
  }
  ns3::PointToPointHelper helper;
  helper.SetChannelAttribute("Delay", ns3::TimeValue(ns3::NanoSeconds(link.rtt.count() / 2)));
  helper.SetQueue("ns3::DropTailQueue", "MaxSize", ns3::StringValue("4000p"));
  helper.DisableFlowControl();
  const ns3::NetDeviceContainer devices =
      helper.Install(world.nodes.Get(link.device), world.nodes.Get(link.site));
  const auto rate = [](ByteRate r) {
    return ns3::DataRateValue(ns3::DataRate(static_cast<std::uint64_t>(r.value() * 8)));
  };
  devices.Get(0)->SetAttribute("DataRate", rate(link.up));
  devices.Get(1)->SetAttribute("DataRate", rate(link.down));
  assign_addresses(world, index, {link.device, link.site}, devices);
}

// For every pair that can talk: a host route at each node of the path towards the address that is used.
void install_routes(World& world) {
  ns3::Ipv4StaticRoutingHelper helper;
  std::set<std::pair<NodeId, std::uint32_t>> known;
  const auto count = static_cast<NodeId>(world.topology.nodes.size());
  for (NodeId from = 0; from < count; ++from) {
    for (NodeId to = 0; to < count; ++to) {
      const Route& route = world.routes.between(from, to);
      if (route.empty()) continue;
      const ns3::Ipv4Address target = world.address(from, to);
      for (const Hop& hop : route) {
        if (!known.insert({hop.from, target.Get()}).second) continue;
        const World::Interface& out = world.interfaces.at({hop.link, hop.from});
        const ns3::Ipv4Address next =
            out.has_gateway ? out.gateway : world.interfaces.at({hop.link, hop.to}).address;
        helper.GetStaticRouting(world.nodes.Get(hop.from)->GetObject<ns3::Ipv4>())
            ->AddHostRouteTo(target, next, out.index);
      }
    }
  }
}

namespace {

void place_nodes(World& world) {
  for (NodeId i = 0; i < world.topology.nodes.size(); ++i) {
    world.nodes.Get(i)->AggregateObject(place_at(world, i));
  }
}

struct AddLink {
  World& world;
  LinkIndex index;
  void operator()(const WifiLink& link) const { add_wifi(world, index, link); }
  void operator()(const AdhocLink& link) const { add_adhoc(world, index, link); }
  void operator()(const LteLink& link) const { add_lte(world, index, link); }
  void operator()(const NrLink& link) const { add_nr(world, index, link); }
  void operator()(const WiredLink& link) const { add_wire(world, index, link); }
  void operator()(const RecordedLink& link) const { add_recorded(world, index, link); }
  void operator()(const NarrowLink& link) const { add_narrow(world, index, link); }
};

}  // namespace

std::unique_ptr<World> build_world(const Engine& engine, const Topology& topology) {
  auto world = std::make_unique<World>(engine, topology);
  world->nodes.Create(static_cast<std::uint32_t>(topology.nodes.size()));
  world->airtime.resize(topology.nodes.size());
  place_nodes(*world);
  ns3::InternetStackHelper internet;
  const ns3::Ipv4StaticRoutingHelper routing;
  internet.SetRoutingHelper(routing);
  internet.SetIpv6StackInstall(false);
  internet.Install(world->nodes);
  for (std::uint32_t i = 0; i < world->nodes.GetN(); ++i) {
    internet.AssignStreams(ns3::NodeContainer(world->nodes.Get(i)), ns3_stream(topology.nodes[i].name + "/ip"));
  }
  for (LinkIndex i = 0; i < topology.links.size(); ++i) std::visit(AddLink{*world, i}, topology.links[i]);
  install_routes(*world);
  install_outages(*world);
  return world;
}

}  // namespace lastmile::network
