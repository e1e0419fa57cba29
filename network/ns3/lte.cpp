// LTE of the ns-3 world: FDD cells on one carrier, each an eNB at its site, with one core (EPC).
// The gateway is a local breakout: PGW and gateway node are joined by a short wire, so an edge server at
// the site is one radio hop away and the cloud lies behind the WAN. Model: ns-3 LteHelper defaults (Friis,
// isotropic antennas, ideal RRC, RLC UM) with the changes listed in defaults.hpp. Cells interfere as ns-3
// has it: every cell's control region is on the air in every subframe, data where it is scheduled. A UE is
// with the cell that it hears best; one that loses every cell goes idle after ns-3's radio link failure
// (2.2 s below -5 dB: six periods of 200 ms, then T310), looks for a cell, and connects again when it
// finds one.
#include <ns3/double.h>
#include <ns3/enum.h>
#include <ns3/internet-stack-helper.h>
#include <ns3/ipv4.h>
#include <ns3/lte-enb-net-device.h>
#include <ns3/lte-enb-rrc.h>
#include <ns3/lte-ue-net-device.h>
#include <ns3/lte-ue-rrc.h>
#include <ns3/rng-seed-manager.h>
#include <ns3/simulator.h>
#include <ns3/spectrum-channel.h>
#include <ns3/uinteger.h>

#include <algorithm>
#include <chrono>

#include "network/lte_bands.hpp"
#include "network/ns3/engine_simulator.hpp"
#include "network/ns3/fading_loss.hpp"
#include "network/ns3/holes.hpp"
#include "network/ns3/lte_parts.hpp"

namespace lastmile::network {
namespace {

void set_defaults(const LteLink& link) {
  ns3::Config::SetDefault("ns3::LteEnbRrc::SrsPeriodicity", ns3::UintegerValue(srs_period_ms(link)));
  ns3::Config::SetDefault("ns3::LteEnbRrc::EpsBearerToRlcMapping",
                          ns3::EnumValue(ns3::LteEnbRrc::RLC_UM_ALWAYS));
  ns3::Config::SetDefault("ns3::LteEnbPhy::TxPower", ns3::DoubleValue(link.enb_power.value()));
  ns3::Config::SetDefault("ns3::LteUePhy::TxPower", ns3::DoubleValue(link.ue_power.value()));
  // Without it power control goes up to 23 dBm whatever the UE has.
  ns3::Config::SetDefault("ns3::LteUePowerControl::Pcmax", ns3::DoubleValue(link.ue_power.value()));
}

LteNetwork make_network(World& world, const LteLink& link) {
  set_defaults(link);
  LteNetwork network;
  network.epc = ns3::CreateObject<ns3::PointToPointEpcHelper>();
  network.lte = ns3::CreateObject<ns3::LteHelper>();
  world.keep.emplace_back(network.lte);
  world.keep.emplace_back(network.epc);
  network.lte->SetEpcHelper(network.epc);
  network.lte->SetSchedulerType(link.scheduler == LteScheduler::round_robin ? "ns3::RrFfMacScheduler"
                                                                            : "ns3::PfFfMacScheduler");
  const auto set = [&network](const char* key, int value) {
    network.lte->SetEnbDeviceAttribute(key, ns3::UintegerValue(static_cast<unsigned>(value)));
  };
  set("DlBandwidth", link.bandwidth_rb);
  set("UlBandwidth", link.bandwidth_rb);
  set("DlEarfcn", link.downlink_earfcn);
  set("UlEarfcn", link.uplink_earfcn);
  network.lte->SetUeDeviceAttribute(
      "DlEarfcn", ns3::UintegerValue(static_cast<unsigned>(link.downlink_earfcn)));
  if (link.cells.size() > 1) set_handover(link, network.lte);
  return network;
}

void install(const World& world, const LteLink& link, LteNetwork& network) {
  for (const NodeId site : link.cells) {
    const auto enb = ns3::CreateObject<ns3::Node>();
    enb->AggregateObject(place_at(world, site));
    network.enbs.Add(enb);
  }
  ns3::NodeContainer ues;
  for (const NodeId ue : link.ues) ues.Add(world.nodes.Get(ue));
  network.cells = network.lte->InstallEnbDevice(network.enbs);
  add_holes(world, network.lte->GetDownlinkSpectrumChannel());
  add_holes(world, network.lte->GetUplinkSpectrumChannel());
  network.ues = network.lte->InstallUeDevice(ues);
  for (std::size_t i = 0; i < link.cells.size(); ++i) {
    const std::string name = i == 0 ? "/enb" : "/enb/" + world.topology.nodes[link.cells[i]].name;
    network.lte->AssignStreams(
        ns3::NetDeviceContainer(network.cells.Get(static_cast<std::uint32_t>(i))),
        ns3_stream(link.name + name));
  }
  if (link.cells.size() > 1) network.lte->AddX2Interface(network.enbs);
}

void attach(const LteNetwork& network, std::uint32_t ue, std::size_t cell, unsigned at_ms) {
  const ns3::Ptr<ns3::LteHelper> lte = network.lte;
  const ns3::Ptr<ns3::NetDevice> device = network.ues.Get(ue);
  const ns3::Ptr<ns3::NetDevice> enb = network.cells.Get(static_cast<std::uint32_t>(cell));
  if (at_ms == 0) {
    lte->Attach(device, enb);
  } else {
    ns3::Simulator::Schedule(ns3::MilliSeconds(at_ms), [lte, device, enb] { lte->Attach(device, enb); });
  }
}

void connect(World& world, LinkIndex index, const LteLink& link, const LteNetwork& network) {
  const std::vector<std::size_t> cell_of_ue = strongest_cells(world, link, network);
  check_sounding(world, link, cell_of_ue);
  const std::vector<unsigned> at_ms = connect_at_ms(link);
  const ns3::Ipv4InterfaceContainer addresses = network.epc->AssignUeIpv4Address(network.ues);
  for (std::uint32_t i = 0; i < network.ues.GetN(); ++i) {
    const ns3::Ptr<ns3::NetDevice> device = network.ues.Get(i);
    network.lte->AssignStreams(ns3::NetDeviceContainer(device),
                               ns3_stream(link.name + "/" + world.topology.nodes[link.ues[i]].name));
    World::Interface& interface = world.interfaces[{index, link.ues[i]}];
    interface.address = addresses.GetAddress(i);
    interface.index = addresses.Get(i).second;
    interface.gateway = network.epc->GetUeDefaultGatewayAddress();
    interface.has_gateway = true;
    attach(network, i, cell_of_ue[i], at_ms[i]);
    const auto rrc = ns3::DynamicCast<ns3::LteUeNetDevice>(device)->GetRrc();
    world.ready.push_back({"link '" + link.name + "': '" + world.topology.nodes[link.ues[i]].name + "'",
                           [rrc] { return rrc->GetState() == ns3::LteUeRrc::CONNECTED_NORMALLY; }});
  }
}

// On the engine's clock, and on through the time before the run in which UEs connect.
void add_fading(const World& world, const LteLink& link, const LteNetwork& network) {
  const auto simulator = ns3::DynamicCast<EngineSimulator>(ns3::Simulator::GetImplementation());
  const auto clock = [simulator] {
    return simulator->Now().GetNanoSeconds() + simulator->frozen_total().count();
  };
  const auto add = [&](const char* direction, double hertz, FadingLoss::Access access,
                       const ns3::Ptr<ns3::SpectrumChannel>& channel) {
    const FadingCarrier carrier(link.fading, hertz, link.fading_mps, link.bandwidth_rb);
    const auto loss = ns3::CreateObject<FadingLoss>(carrier, access, world.engine.seed(), clock);
    for (std::uint32_t c = 0; c < network.enbs.GetN(); ++c) {
      for (const NodeId ue : link.ues) {
        loss->add(network.enbs.Get(c)->GetObject<ns3::MobilityModel>(),
                  world.nodes.Get(ue)->GetObject<ns3::MobilityModel>(),
                  "fading/" + link.name + "/" + world.topology.nodes[link.cells[c]].name + "/" +
                      world.topology.nodes[ue].name + direction);
      }
    }
    channel->AddSpectrumPropagationLossModel(loss);
  };
  add("/down", lte_down_hz(link), FadingLoss::Access::ofdma, network.lte->GetDownlinkSpectrumChannel());
  add("/up", lte_up_hz(link), FadingLoss::Access::sc_fdma, network.lte->GetUplinkSpectrumChannel());
}

// For some milliseconds a cell goes on granting what was reported to it; subframes take a millisecond.
void stand_still_well(World& world) {
  rest_before_standing_still(world, ns3::MilliSeconds(10));
  world.radio_period = std::max<Duration>(world.radio_period, std::chrono::milliseconds(1));
}

// ns-3's cores share one address plan, and its ideal RRC finds a cell by its number in the whole process.
void check_only_one(const World& world, LinkIndex index) {
  for (LinkIndex other = 0; other < index; ++other) {
    const Link& link = world.topology.links[other];
    if (!std::holds_alternative<LteLink>(link)) continue;
    throw ConfigError("link '" + link_name(world.topology.links[index]) + "': '" + link_name(link) +
                      "' is an LTE network already, and the packet level has one; give that one more "
                      "cells, use nr, or run it with backend = \"fluid\"");
  }
}

}  // namespace

void add_lte(World& world, LinkIndex index, const LteLink& link) {
  check_only_one(world, index);
  LteNetwork network = make_network(world, link);
  install(world, link, network);
  if (link.fading != LteFading::none) add_fading(world, link, network);
  connect(world, index, link, network);
  follow_motion(world, link, network);
  stand_still_well(world);
  if (link.scheduler == LteScheduler::proportional_fair) fade_memory(world, network);
  break_out(world, index, link, network.epc);
}

}  // namespace lastmile::network
