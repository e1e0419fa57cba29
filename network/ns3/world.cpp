// Nodes and addresses of the ns-3 world.
#include "network/ns3/world.hpp"

#include <ns3/ipv4-address-helper.h>
#include <ns3/ipv4.h>
#include <ns3/simulator.h>
#include <ns3/traffic-control-helper.h>
#include <ns3/traffic-control-layer.h>

#include "network/ns3/engine_mobility.hpp"
#include "network/ns3/nr/add_nr.hpp"
#include "network/ns3/outages.hpp"
#include "network/ns3/topology_routing.hpp"
#include "sim/random.hpp"

namespace lastmile::network {

ns3::Ipv4Address World::address(NodeId from, NodeId to) const {
  const Route& route = routes.between(from, to);
  SIM_CHECK(!route.empty(), "no route");
  return interfaces.at({route.back().link, to}).address;
}

void rest_before_standing_still(World& world, ns3::Time length) {
  const auto quiet_since = std::make_shared<ns3::Time>(ns3::TimeStep(-1));
  world.stir.push_back([quiet_since] { *quiet_since = ns3::TimeStep(-1); });
  world.at_rest.push_back([quiet_since, length] {
    const ns3::Time now = ns3::Simulator::Now();
    if (quiet_since->IsNegative()) *quiet_since = now;
    return now - *quiet_since >= length;
  });
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
  install_internet(*world);
  for (LinkIndex i = 0; i < topology.links.size(); ++i) std::visit(AddLink{*world, i}, topology.links[i]);
  install_outages(*world);
  return world;
}

}  // namespace lastmile::network
