// The radios of a topology that sleep: RRC of UEs, power save of stations, on links that ask for it.
#pragma once

#include <map>
#include <utility>
#include <variant>

#include "network/routes.hpp"
#include "network/service/psm.hpp"
#include "network/service/rrc.hpp"
#include "sim/engine.hpp"

namespace lastmile::network {

class Radios {
 public:
  Radios(const Engine& engine, const Topology& topology);
  /// False: no radio ever sleeps, and nothing below need be called.
  [[nodiscard]] bool any() const { return !radios_.empty(); }
  /// When a message may go over this hop.
  SimTime wake(const Hop& hop);
  void begin(const Hop& hop);
  void end(const Hop& hop);
  void add_states(NodeId node, RadioActivity& activity) const;

 private:
  using Radio = std::variant<Rrc, Psm>;
  struct Sleeper {
    Radio radio;
    StateTimes RadioActivity::* kind;
    NodeId gateway;
  };

  void add_cellular(LinkIndex link, const std::vector<NodeId>& ues, NodeId gateway,
                    const RadioStates& states, StateTimes RadioActivity::* kind);
  void add_stations(LinkIndex link, const WifiLink& wifi);
  Sleeper* find(const Hop& hop);

  const Engine& engine_;
  const Topology& topology_;
  std::map<std::pair<NodeId, LinkIndex>, Sleeper> radios_;
};

}  // namespace lastmile::network
