// What may befall a network.
#include "network/validate.hpp"

namespace lastmile::network {
namespace {

const std::string& node_name(const Topology& topology, NodeId node, const char* what) {
  if (node >= topology.nodes.size()) {
    throw ConfigError(std::string(what) + " of the unknown node number " + std::to_string(node));
  }
  return topology.nodes[node].name;
}

}  // namespace

void validate_outage(const Topology& topology, const Outage& outage) {
  if (outage.link >= topology.links.size()) {
    throw ConfigError("an outage of the unknown link number " + std::to_string(outage.link));
  }
  const std::string where = "outage of the link '" + link_name(topology.links[outage.link]) + "': ";
  if (outage.from < kTimeZero) throw ConfigError(where + "from must not be negative");
  if (outage.length <= Duration(0)) throw ConfigError(where + "length must be more than 0");
}

void validate_hole(const CoverageHole& hole) {
  const bool round = hole.radius_m > 0 && hole.radius_m <= 1e7;  // false for NaN
  if (!round) throw ConfigError("coverage hole: radius must be more than 0");
  const bool loss = hole.loss_db > 0 && hole.loss_db <= 400;
  if (!loss) throw ConfigError("coverage hole: loss must be more than 0 and at most 400 dB");
}

void validate_churn(const Topology& topology, const Churn& churn) {
  const std::string where = "churn of '" + node_name(topology, churn.node, "churn") + "': ";
  if (churn.mean_up <= Duration(0)) throw ConfigError(where + "mean_up must be more than 0");
  if (churn.mean_down <= Duration(0)) throw ConfigError(where + "mean_down must be more than 0");
}

}  // namespace lastmile::network
