// NR of the ns-3 world: cells at the sites, UEs, and the gateway (UPF) on a node of the topology.
#include <ns3/mobility-model.h>
#include <ns3/rng-seed-manager.h>

#include <algorithm>
#include <chrono>

#include "network/mobility/holes.hpp"
#include "network/ns3/nr/add_nr.hpp"
#include "network/ns3/nr/device.hpp"

namespace lastmile::network {

namespace {

Position position_of(const ns3::Vector& v) { return {v.x, v.y, v.z}; }

nr::Radio::ExtraLoss loss_of_holes(const std::vector<CoverageHole>& holes) {
  if (holes.empty()) return {};
  return [holes](const ns3::Vector& a, const ns3::Vector& b) {
    return hole_loss_db(holes, position_of(a), position_of(b));
  };
}

}  // namespace

void add_nr(World& world, LinkIndex index, const NrLink& link) {
  nr::Radio::Places cells;
  for (const NodeId site : link.cells)
    cells.push_back(world.nodes.Get(site)->GetObject<ns3::MobilityModel>());
  ns3::NodeContainer ues;
  std::vector<std::string> names;
  for (const NodeId ue : link.ues) {
    ues.Add(world.nodes.Get(ue));
    names.push_back(world.topology.nodes[ue].name);
  }
  const auto network = ns3::CreateObject<nr::NrNetwork>(
      link.options, link.name, ns3::RngSeedManager::GetRun(), ns3_stream(link.name + "/nr"), cells,
      world.nodes.Get(link.gateway), ues, names, nr::nr_subnet(index),
      loss_of_holes(world.topology.holes));
  world.keep.emplace_back(network);
  world.radio_period = std::max<Duration>(world.radio_period, std::chrono::milliseconds(10));
  World::Interface& gateway = world.interfaces[{index, link.gateway}];
  gateway.address = network->gateway().address;
  gateway.index = network->gateway().interface;
  for (std::size_t i = 0; i < link.ues.size(); ++i) {
    World::Interface& ue = world.interfaces[{index, link.ues[i]}];
    ue.address = network->ue(i).address;
    ue.index = network->ue(i).interface;
    ue.gateway = network->gateway().address;
    ue.has_gateway = true;
  }
}

}  // namespace lastmile::network
