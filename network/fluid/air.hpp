// air: who shares the air on Wi-Fi.
//   Every access point, and every ad hoc link, is a place. Places on one channel and width that receive
//   each other with at least -82 dBm are neighbours. What one sends keeps its neighbours silent:
//     sum of the airtime of a place and its neighbours <= 1, for every place
//   Places with the same neighbours are one resource; places that all hear each other therefore share
//   one, as on a single channel.
//   received power = P - (L_1m + 10 n log10 d) [dBm],  d between access points (of ad hoc links: the
//   nearest members) at the start [m]
// Source:  -82 dBm: IEEE 802.11-2020 17.3.10.6 (carrier sense, 20 MHz), and PreambleDetectionModel of
//          ns-3 3.37. Weaker frames of others do not hold a sender back below -62 dBm (energy
//          detection); that they disturb receivers is ignored.
// Valid:   stations near their access point. A place whose neighbours do not hear each other must wait
//          for both: its share is a lower bound.
// Ignores: interference from beyond, hidden stations, overlap of channels of different widths; an
//          access point that moves takes its neighbours of the start along.
// Checked: tests/unit/network/fluid_cells_test.cpp
#pragma once

#include <map>
#include <tuple>
#include <vector>

#include "network/fluid/coefficients.hpp"
#include "network/fluid/flow_system.hpp"
#include "network/fluid/places.hpp"

namespace lastmile::network::fluid {

using AirPlace = std::uint32_t;

class Air {
 public:
  Air(const Topology& topology, const Places& places, const WifiCoefficients& coefficients);
  /// The place of a link's access point (by its place in the list) or of an ad hoc link (0).
  [[nodiscard]] AirPlace place(LinkIndex link, std::size_t access_point) const {
    return first_.at(link) + static_cast<AirPlace>(access_point);
  }
  /// Found or made now.
  std::uint32_t resource(AirPlace place, FlowSystem& flows);
  /// The other resources that hear the place. REQUIRES: resource() of every place.
  const std::vector<std::uint32_t>& others(AirPlace place);

 private:
  struct Place {
    std::vector<NodeId> senders;
    std::tuple<int, int> medium;  // channel and width
    double reach_m = 0;
    std::vector<AirPlace> heard;  // itself included
    std::uint32_t resource = UINT32_MAX;
    bool listed = false;
    std::vector<std::uint32_t> others;
  };
  void add(const WifiLink& link, const WifiCoefficients& c);
  void add(const AdhocLink& link, const WifiCoefficients& c);
  void find_neighbours(const Places& places);

  std::vector<Place> places_;
  std::map<LinkIndex, AirPlace> first_;
  std::map<std::pair<std::tuple<int, int>, std::vector<AirPlace>>, std::uint32_t> resources_;
};

}  // namespace lastmile::network::fluid
