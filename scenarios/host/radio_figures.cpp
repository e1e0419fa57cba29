#include "scenarios/host/radio_figures.hpp"

#include <map>

#include "network/coverage.hpp"
#include "network/nominal.hpp"
#include "network/service/signal.hpp"
#include "sim/engine.hpp"

namespace lastmile::scenarios {
namespace {

using network::NodeId;
using network::Topology;

constexpr std::uint64_t kAnySeed = 1;  // what is asked for here is not drawn

/// The same nodes and holes, this link alone.
Topology alone(const Topology& topology, network::Link link) {
  Topology result;
  result.nodes = topology.nodes;
  result.holes = topology.holes;
  for (network::Node& node : result.nodes) node.motion = network::Still();
  result.links.push_back(std::move(link));
  return result;
}

void set_centre(network::WifiLink& link, NodeId centre, std::vector<NodeId> members) {
  link.access_points = {centre};
  link.gateway = centre;
  link.stations = std::move(members);
}
template <class Cellular>
void set_centre(Cellular& link, NodeId centre, std::vector<NodeId> members) {
  link.cells = {centre};
  link.gateway = centre;
  link.ues = std::move(members);
}

template <class RadioLink>
NodeId best_centre(const Topology& topology, const RadioLink& link,
                   const std::vector<NodeId>& centres, NodeId member) {
  return network::best_heard(topology, link, centres, member).centre;
}
/// NR: equal cells, so the nearest is the best where holes do not decide.
NodeId best_centre(const Topology& topology, const network::NrLink&,
                   const std::vector<NodeId>& centres, NodeId member) {
  const auto metres = [&](NodeId centre) {
    return network::distance_m(topology.nodes[centre].position, topology.nodes[member].position);
  };
  NodeId best = centres.front();
  for (const NodeId centre : centres) {
    if (metres(centre) < metres(best)) best = centre;
  }
  return best;
}

template <class RadioLink>
void add_figures(const Topology& topology, const RadioLink& link, NodeId centre,
                 const std::vector<NodeId>& members, std::map<NodeId, RadioFigures>& figures) {
  RadioLink one = link;
  set_centre(one, centre, members);
  const Topology part = alone(topology, one);
  Engine engine(kAnySeed);
  const network::NominalTimes times(engine, part);
  const network::Signals signals(engine, part);
  for (const NodeId member : members) {
    RadioFigures& f = figures[member];
    f.member = member;
    f.centre = centre;
    f.metres = network::distance_m(part.nodes[centre].position, part.nodes[member].position);
    f.signal_dbm = signals.heard(member, 0).value_or(Dbm(0)).value();
    f.down = times.rate(centre, member);
    f.up = times.rate(member, centre);
  }
}

template <class RadioLink>
std::vector<RadioFigures> figures_of(const Topology& topology, const RadioLink& link,
                                     const std::vector<NodeId>& centres,
                                     const std::vector<NodeId>& members) {
  std::map<NodeId, std::vector<NodeId>> by_centre;
  for (const NodeId member : members) {
    by_centre[best_centre(topology, link, centres, member)].push_back(member);
  }
  std::map<NodeId, RadioFigures> figures;
  for (const auto& [centre, its] : by_centre) add_figures(topology, link, centre, its, figures);
  std::vector<RadioFigures> result;
  for (const NodeId member : members) result.push_back(figures[member]);
  return result;
}

}  // namespace

std::vector<RadioFigures> radio_figures(const Topology& topology, const network::Link& link) {
  if (const auto* wifi = std::get_if<network::WifiLink>(&link)) {
    return figures_of(topology, *wifi, wifi->access_points, wifi->stations);
  }
  if (const auto* lte = std::get_if<network::LteLink>(&link)) {
    return figures_of(topology, *lte, lte->cells, lte->ues);
  }
  if (const auto* nr = std::get_if<network::NrLink>(&link)) {
    return figures_of(topology, *nr, nr->cells, nr->ues);
  }
  return {};
}

}  // namespace lastmile::scenarios
