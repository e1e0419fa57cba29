// Which radio profile each node's radios have, and what they have used: where network (times in states) and
// models (their powers) meet.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/energy.hpp"
#include "network/network.hpp"

namespace lastmile::policies {

/// The times of an RRC profile, for LteLink::states and NrLink::states. ConfigError when the radio has none.
network::RadioStates radio_states(const models::RadioLibrary& radios, std::string_view profile);
/// The same for WifiLink::power_save; beacons as 802.11 has them by default.
network::WifiPowerSave power_save(const models::RadioLibrary& radios, std::string_view profile);

/// The profiles that a topology's radios may be priced by: wifi, lte, nr, and those that its links name.
std::vector<std::string> radio_names(const network::Topology& topology);

class RadioProfiles {
 public:
  /// ConfigError when a link names an unknown profile.
  RadioProfiles(const models::RadioLibrary& radios, const network::Topology& topology);
  /// Above listening, or, of radios with states, all of it.
  [[nodiscard]] Joules joules(network::NodeId node, const network::RadioActivity& used) const;

 private:
  struct OfNode {
    const models::RadioProfile* wifi;
    const models::RadioProfile* lte;
    const models::RadioProfile* nr;
  };
  void set(const std::vector<network::NodeId>& nodes, const models::RadioProfile* OfNode::* which,
           const std::string& profile, const models::RadioLibrary& radios);

  std::vector<OfNode> nodes_;
};

}  // namespace lastmile::policies
