// Routes over a topology: fewest links, ties to the links declared first. Shared by every backend, so
// that fluid and ns3 send the same bytes over the same links.
//
// Made when asked for, so that a hundred thousand devices cost what they and their links cost: trees
// that hang off the rest (a device on its access point, that on its wire) have one way in and are
// climbed; the rest, the core, is searched breadth first once from each of its nodes that is asked from.
#pragma once

#include <memory>
#include <vector>

#include "network/topology.hpp"

namespace lastmile::network {

/// One step of a route: over `link`, from one node to the next. On infrastructure Wi-Fi and LTE a step
/// joins the gateway and a station; station to station takes two steps.
struct Hop {
  LinkIndex link;
  NodeId from, to;
};
using Route = std::vector<Hop>;

class Routes {
 public:
  explicit Routes(const Topology& topology);
  Routes(const Routes&) = delete;
  Routes& operator=(const Routes&) = delete;
  /// Empty when from == to or when nothing joins them.
  [[nodiscard]] Route between(NodeId from, NodeId to) const;
  [[nodiscard]] bool joined(NodeId from, NodeId to) const;

 private:
  using Tree = std::vector<const Hop*>;  // by number in the core: the hop that arrives there first
  struct Place {
    Hop up{};                 // towards the core; of nodes outside it
    bool hangs = false;
    std::uint32_t core = 0;   // number in the core, otherwise
    std::uint32_t part = 0;   // nodes of one part are joined
  };

  void hang_trees(std::vector<std::vector<Hop>>& neighbours);
  void keep_core(std::vector<std::vector<Hop>>& neighbours);
  void name_parts(const std::vector<std::vector<Hop>>& neighbours);
  NodeId climb(NodeId node, Route& hops) const;
  [[nodiscard]] Route forward(NodeId from, NodeId to) const;
  const Tree& tree_from(NodeId source) const;
  [[nodiscard]] Tree search(NodeId source) const;

  std::vector<Place> places_;
  std::vector<std::vector<Hop>> core_;  // neighbours by number, links in order of declaration
  mutable std::vector<std::unique_ptr<Tree>> trees_;
};

/// Throws ConfigError naming the first thing that is wrong: a node in no link, two nodes of one name, an
/// unsupported channel width, ...
void validate(const Topology& topology);

}  // namespace lastmile::network
