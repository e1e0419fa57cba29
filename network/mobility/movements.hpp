// Where every node is at any time of the run: the same on every backend.
//
// Every motion becomes straight legs (from, to, departure, arrival), made when first asked for and drawn
// from the stream "motion/<name>", so that adding a node moves nobody else.
//   random waypoint  destination uniform in the area, speed uniform in [slowest, fastest], pause
//   Gauss-Markov     each component of velocity: v' = a v + (1-a) m + s sqrt(1-a^2) N(0,1); m is the
//                    mean speed in a direction drawn once; what would leave the area is reflected, and v
//                    and m with it; one leg a step
//   road trip        next crossing drawn evenly among the neighbours but the last one
//   track            as given
// Source:  Camp, Boleng, Davies 2002, "A survey of mobility models for ad hoc network research",
//          doi:10.1002/wcm.72 (random waypoint, Gauss-Markov; here by component, not by angle). Random waypoint's
//          mean speed decays when `slowest` is near 0 (Yoon et al. 2003,
//          doi:10.1109/INFCOM.2003.1209255): validate() asks for more than 0.
// Ignores: acceleration, other vehicles, height of the ground.
// Checked: tests/unit/network/movements_test.cpp.  C++17-clean.
#pragma once

#include <string>
#include <vector>

#include "network/topology.hpp"
#include "sim/random.hpp"

namespace lastmile::network {

struct Leg {
  SimTime departure, arrival;
  Position from, to;
};

class Movements {
 public:
  /// The topology outlives it.
  Movements(const Topology& topology, std::uint64_t seed);
  [[nodiscard]] bool moves(NodeId node) const;
  [[nodiscard]] bool any() const { return any_; }
  /// Times of one node may be asked for in any order; legs that have passed by are kept.
  [[nodiscard]] Position at(NodeId node, SimTime time) const;
  /// Metres a second; zero while it stands.
  [[nodiscard]] double speed_mps(NodeId node, SimTime time) const;
  /// The same by axis.
  [[nodiscard]] Position velocity(NodeId node, SimTime time) const;
  [[nodiscard]] double distance_m(NodeId a, NodeId b, SimTime time) const;

 private:
  struct Traveller {
    RandomStream random;
    std::vector<Leg> legs;
    double x_mps = 0, y_mps = 0, mean_x_mps = 0, mean_y_mps = 0;  // Gauss-Markov
    std::uint32_t crossing = 0, came_from = 0;                    // road trip
  };

  const Leg* leg_at(NodeId node, SimTime time) const;
  void extend(NodeId node) const;
  void next(const Still& motion, Traveller& who) const;
  void next(const RandomWaypoint& motion, Traveller& who) const;
  void next(const GaussMarkov& motion, Traveller& who) const;
  void next(const RoadTrip& motion, Traveller& who) const;
  void next(const Track& motion, Traveller& who) const;

  const Topology& topology_;
  bool any_ = false;
  mutable std::vector<Traveller> travellers_;  // by node; empty legs where it stands
};

}  // namespace lastmile::network
