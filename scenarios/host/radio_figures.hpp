// What every station or UE of a radio link may expect where it starts: whom it hears, how well, and
// how fast. The same figures whatever backend runs (network/nominal.hpp,
// network/service/signal.hpp).
#pragma once

#include <vector>

#include "scenarios/scenario.hpp"

namespace lastmile::scenarios {

struct RadioFigures {
  network::NodeId member = 0, centre = 0;
  double metres = 0;
  double signal_dbm = 0;
  ByteRate down{0}, up{0};  ///< goodput alone; from the access point or cell, and to it
};

/// In the order of the link's members; empty for what is no radio link with a centre.
std::vector<RadioFigures> radio_figures(const network::Topology& topology,
                                        const network::Link& link);

}  // namespace lastmile::scenarios
