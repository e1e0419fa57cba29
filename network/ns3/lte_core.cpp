// The core of an LTE network (EPC) and the wire behind its gateway.
// S1-U between a cell and the core, and X2 between every two cells: 10 Gb/s, no delay (ns-3's default);
// what lies between site and cloud is the scenario's own wire behind the gateway.
#include <ns3/data-rate.h>
#include <ns3/ipv4-static-routing-helper.h>
#include <ns3/ipv4.h>
#include <ns3/point-to-point-helper.h>
#include <ns3/string.h>
#include <ns3/uinteger.h>

#include "network/ns3/lte_parts.hpp"

namespace lastmile::network {

// A wire between the core's gateway and the site, and routes between UEs and everything behind the site.
void break_out(World& world, LinkIndex index, const LteLink& link,
               const ns3::Ptr<ns3::PointToPointEpcHelper>& epc) {
  const ns3::Ptr<ns3::Node> gateway = epc->GetPgwNode();
  const ns3::Ptr<ns3::Node> site = world.nodes.Get(link.gateway);
  ns3::PointToPointHelper wire;
  wire.SetDeviceAttribute("DataRate", ns3::StringValue("10Gbps"));
  wire.SetDeviceAttribute("Mtu", ns3::UintegerValue(1500));
  wire.SetChannelAttribute("Delay", ns3::StringValue("10us"));
  // A TCP window is sent in one instant; what does not fit the default of 100 packets would be lost.
  wire.SetQueue("ns3::DropTailQueue", "MaxSize", ns3::StringValue("4000p"));
  wire.DisableFlowControl();
  const ns3::NetDeviceContainer ends = wire.Install(site, gateway);
  assign_addresses(world, index, {link.gateway, static_cast<NodeId>(world.topology.nodes.size())}, ends);
  World::Interface& out = world.interfaces.at({index, link.gateway});
  const World::Interface inner =
      world.interfaces.at({index, static_cast<NodeId>(world.topology.nodes.size())});
  world.interfaces.erase({index, static_cast<NodeId>(world.topology.nodes.size())});
  out.gateway = inner.address;
  out.has_gateway = true;
  ns3::Ipv4StaticRoutingHelper routing;
  routing.GetStaticRouting(gateway->GetObject<ns3::Ipv4>())->SetDefaultRoute(out.address, inner.index);
}

}  // namespace lastmile::network
