// LTE of the ns-3 world: one FDD cell with its core (EPC) at the site.
// The gateway is a local breakout: PGW and site host are joined by a short wire, so an edge server at the
// site is one radio hop away and the cloud lies behind the WAN. Model: ns-3 LteHelper defaults (Friis,
// isotropic antennas, ideal RRC, RLC UM) with the changes listed in defaults.hpp.
#include <ns3/double.h>
#include <ns3/enum.h>
#include <ns3/internet-stack-helper.h>
#include <ns3/ipv4-static-routing-helper.h>
#include <ns3/ipv4.h>
#include <ns3/lte-enb-net-device.h>
#include <ns3/lte-enb-rrc.h>
#include <ns3/lte-helper.h>
#include <ns3/lte-ue-net-device.h>
#include <ns3/lte-ue-rrc.h>
#include <ns3/point-to-point-epc-helper.h>
#include <ns3/point-to-point-helper.h>
#include <ns3/string.h>
#include <ns3/uinteger.h>

#include "network/ns3/holes.hpp"
#include "network/ns3/world.hpp"

namespace lastmile::network {
namespace {

// The sounding period must offer a slot to every UE; ns-3 aborts otherwise (facts: 40 is good below 50 UEs).
unsigned srs_period(std::size_t ues) { return ues < 50 ? 40 : 320; }

ns3::Ptr<ns3::LteHelper> make_helper(const LteLink& link, const ns3::Ptr<ns3::PointToPointEpcHelper>& epc) {
  ns3::Config::SetDefault("ns3::LteEnbRrc::SrsPeriodicity", ns3::UintegerValue(srs_period(link.ues.size())));
  ns3::Config::SetDefault("ns3::LteEnbRrc::EpsBearerToRlcMapping",
                          ns3::EnumValue(ns3::LteEnbRrc::RLC_UM_ALWAYS));
  ns3::Config::SetDefault("ns3::LteEnbPhy::TxPower", ns3::DoubleValue(link.enb_power.value()));
  ns3::Config::SetDefault("ns3::LteUePhy::TxPower", ns3::DoubleValue(link.ue_power.value()));
  const auto lte = ns3::CreateObject<ns3::LteHelper>();
  lte->SetEpcHelper(epc);
  lte->SetSchedulerType(link.scheduler == LteScheduler::round_robin ? "ns3::RrFfMacScheduler"
                                                                    : "ns3::PfFfMacScheduler");
  const auto blocks = static_cast<unsigned>(link.bandwidth_rb);
  lte->SetEnbDeviceAttribute("DlBandwidth", ns3::UintegerValue(blocks));
  lte->SetEnbDeviceAttribute("UlBandwidth", ns3::UintegerValue(blocks));
  lte->SetEnbDeviceAttribute("DlEarfcn", ns3::UintegerValue(static_cast<unsigned>(link.downlink_earfcn)));
  lte->SetEnbDeviceAttribute("UlEarfcn", ns3::UintegerValue(static_cast<unsigned>(link.uplink_earfcn)));
  lte->SetUeDeviceAttribute("DlEarfcn", ns3::UintegerValue(static_cast<unsigned>(link.downlink_earfcn)));
  return lte;
}

ns3::Ptr<ns3::Node> make_enb(const World& world, const LteLink& link) {
  const auto enb = ns3::CreateObject<ns3::Node>();
  enb->AggregateObject(place_at(world, link.gateway));
  return enb;
}

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

}  // namespace

void add_lte(World& world, LinkIndex index, const LteLink& link) {
  const auto epc = ns3::CreateObject<ns3::PointToPointEpcHelper>();
  const auto lte = make_helper(link, epc);
  world.keep.emplace_back(lte);
  world.keep.emplace_back(epc);
  ns3::NodeContainer ues;
  for (const NodeId ue : link.ues) ues.Add(world.nodes.Get(ue));
  const ns3::NetDeviceContainer enb_device = lte->InstallEnbDevice(ns3::NodeContainer(make_enb(world, link)));
  add_holes(world, lte->GetDownlinkSpectrumChannel());
  add_holes(world, lte->GetUplinkSpectrumChannel());
  const ns3::NetDeviceContainer ue_devices = lte->InstallUeDevice(ues);
  lte->AssignStreams(enb_device, ns3_stream(link.name + "/enb"));
  const ns3::Ipv4InterfaceContainer addresses = epc->AssignUeIpv4Address(ue_devices);
  for (std::uint32_t i = 0; i < ue_devices.GetN(); ++i) {
    lte->AssignStreams(ns3::NetDeviceContainer(ue_devices.Get(i)),
                       ns3_stream(link.name + "/" + world.topology.nodes[link.ues[i]].name));
    World::Interface& interface = world.interfaces[{index, link.ues[i]}];
    interface.address = addresses.GetAddress(i);
    interface.index = addresses.Get(i).second;
    interface.gateway = epc->GetUeDefaultGatewayAddress();
    interface.has_gateway = true;
    lte->Attach(ue_devices.Get(i), enb_device.Get(0));
    const auto rrc = ns3::DynamicCast<ns3::LteUeNetDevice>(ue_devices.Get(i))->GetRrc();
    world.ready.push_back([rrc] { return rrc->GetState() == ns3::LteUeRrc::CONNECTED_NORMALLY; });
  }
  break_out(world, index, link, epc);
}

}  // namespace lastmile::network
