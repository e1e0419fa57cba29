// How strong a station or UE hears the access point or cell that it hears best, at the current positions.
//   P = P_tx - L(d) - holes [dBm], over the whole channel; d in space, at least 1 m
//   Wi-Fi   L = L_1m + 10 n lg d, as the propagation of the backends (LogDistance of ns-3 3.37)
//   LTE     L = 20 lg(4 pi d f / c), Friis; isotropic antennas
//   NR      L of TR 38.901 in sight (without sight where the link says never), less the antennas' gains
// The same figures whatever backend runs: what a radio reports, without fading, shadowing or interference.
// Checked: tests/unit/network/service_view_test.cpp
#pragma once

#include <memory>
#include <optional>

#include "network/mobility/movements.hpp"
#include "sim/engine.hpp"

namespace lastmile::network {

class Signals {
 public:
  /// Both outlive it.
  Signals(const Engine& engine, const Topology& topology) : engine_(engine), topology_(topology) {}
  [[nodiscard]] std::optional<Dbm> heard(NodeId node, LinkIndex link) const;

 private:
  [[nodiscard]] double power_dbm(const WifiLink& link, const Position& from, const Position& to) const;
  [[nodiscard]] double power_dbm(const LteLink& link, const Position& from, const Position& to) const;
  [[nodiscard]] double power_dbm(const NrLink& link, const Position& from, const Position& to) const;
  template <class RadioLink>
  [[nodiscard]] std::optional<Dbm> best(const RadioLink& link, const std::vector<NodeId>& sites,
                                        const std::vector<NodeId>& listeners, NodeId node) const;
  [[nodiscard]] Position place(NodeId node) const;

  const Engine& engine_;
  const Topology& topology_;
  mutable std::unique_ptr<Movements> movements_;  // when first asked
};

}  // namespace lastmile::network
