// Which nodes are there: switched off by set_up(), or gone for a while (churn).
//
//   churn   up and down times in turn, exponential with means mean_up and mean_down, from the stream
//           "churn/<name>"; every node is up when the run starts
// Lazy: a node's switches are drawn when somebody asks, and are events only while a message that needs
// the node is under way, so that idle time costs nothing and a run can end.
// Source:  alternating renewal process; e.g. Yao et al. 2006, "Modeling heterogeneous user churn and
//          local resilience of unstructured P2P networks" (remembered).
// Ignores: correlated failures, session times with heavy tails, boot time.
// Checked: tests/unit/network/service_presence_test.cpp
#pragma once

#include <functional>
#include <map>
#include <set>
#include <vector>

#include "network/routes.hpp"
#include "sim/engine.hpp"

namespace lastmile::network {

class Presence {
 public:
  using Index = std::uint32_t;  ///< whatever the caller calls the message

  /// `gone` is called with a message when a churning node that it needs goes down, and has to leave().
  Presence(Engine& engine, const Topology& topology, std::function<void(Index)> gone);
  ~Presence();
  Presence(const Presence&) = delete;
  Presence& operator=(const Presence&) = delete;

  /// No node was ever down, and none can go without set().
  [[nodiscard]] bool trivial() const { return churning_.empty() && off_count_ == 0; }
  [[nodiscard]] bool up(NodeId node);
  void set(NodeId node, bool up);
  [[nodiscard]] bool all_up(NodeId from, const Route& route);
  [[nodiscard]] bool churns() const { return !churning_.empty(); }
  /// The message needs these nodes from now on. REQUIRES: all of them are up.
  void enter(Index message, NodeId from, const Route& route);
  void leave(Index message, NodeId from, const Route& route);

 private:
  struct Churner {
    Churner(const Churn& churn, RandomStream stream);
    void advance(SimTime now);
    Duration mean_up, mean_down;
    RandomStream random;
    bool up = true;
    SimTime next;             // when it switches
    std::set<Index> users;
    EventId event;            // at `next`, while there are users
  };

  void enter(Index message, NodeId node);
  void leave(Index message, NodeId node);
  void watch(Churner& churner);
  void switched(Churner& churner);

  Engine& engine_;
  std::function<void(Index)> gone_;
  std::map<NodeId, Churner> churning_;
  std::vector<bool> off_;
  std::size_t off_count_ = 0;
};

}  // namespace lastmile::network
