#include "policies/execute/planner.hpp"

#include <algorithm>

namespace lastmile::policies {

std::vector<network::NodeId> Planner::nodes_named(const std::string& name) const {
  const auto group = groups_.find(name);
  if (group != groups_.end()) return group->second;
  std::vector<std::string> known;
  for (network::NodeId node = 0; node < world_.topology.nodes.size(); ++node) {
    if (world_.topology.nodes[node].name == name) return {node};
    known.push_back(world_.topology.nodes[node].name);
  }
  for (const auto& [group_name, members] : groups_) {
    if (std::find(known.begin(), known.end(), group_name) == known.end()) known.push_back(group_name);
  }
  throw ConfigError(unknown_name_message("node or group", name, known));
}

Duration Planner::compute_time(models::LayerId layer, network::NodeId node, int batch) const {
  return world_.cost_model.layer(graph(), layer, *world_.computer(node).processor, batch).mean;
}

Duration Planner::transfer_time(network::NodeId from, network::NodeId to, Bytes size) const {
  return from == to ? Duration(0) : world_.network.view().nominal_time(from, to, size);
}

Joules Planner::compute_energy(models::LayerId layer, network::NodeId node, int batch) const {
  const Computer& computer = world_.computer(node);
  return models::compute_energy(*computer.profile, *computer.processor, compute_time(layer, node, batch),
                                models::work_of(graph(), {layer}, *computer.processor, batch));
}

Joules Planner::transfer_energy(network::NodeId from, network::NodeId to, Bytes size,
                                network::NodeId payer) const {
  const network::Route& route = world_.routes.between(from, to);
  if (route.empty() || (payer != from && payer != to)) return Joules(0);
  const bool sends = payer == from;
  const network::Hop& hop = sends ? route.front() : route.back();
  const network::Link& link = world_.topology.links[hop.link];
  const bool wifi = std::holds_alternative<network::WifiLink>(link) ||
                    std::holds_alternative<network::AdhocLink>(link);
  const bool nr = std::holds_alternative<network::NrLink>(link);
  if (nr || std::holds_alternative<network::LteLink>(link)) {
    return models::radio_energy(world_.radios.find(nr ? "nr" : "lte"), 0, 0, sends ? size : Bytes(0),
                                sends ? Bytes(0) : size);
  }
  if (!wifi) return Joules(0);  // wires; recorded and narrow links have no radio profile
  const double airtime_s = to_seconds(transfer_time(hop.from, hop.to, size));
  return models::radio_energy(world_.radios.find("wifi"), sends ? airtime_s : 0, sends ? 0 : airtime_s, Bytes(0),
                              Bytes(0));
}

Bytes Planner::activation_bytes(models::LayerId layer) const {
  if (layer == 0) return Bytes(static_cast<double>(world_.application.training_data.image_bytes()));
  return Bytes(kBytesPerElement * static_cast<double>(graph().layer(layer).out.elements()));
}

double Planner::share_alive(std::size_t stage) const { return stage < shares_.size() ? shares_[stage] : 1.0; }

}  // namespace lastmile::policies
