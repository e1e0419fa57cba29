// What the radios of a node used for one message, where several may be under way at it.
//
// Formulae   S = sum over time of dE / n: what each of the n messages under way at a node has used
// since the
//            start; a message used S(end) - S(begin). With n = 0 nobody used dE.
// Symbols    E joules of the node's radios, as RadioProfiles counts them
// Ignores    who of the n caused it: a large and a small message at the same time pay the same a
// second Tests      tests/unit/policies/spans_test.cpp
#pragma once

#include <vector>

#include "policies/execute/radio_profiles.hpp"

namespace lastmile::policies {

class RadioMeter {
 public:
  RadioMeter(const network::Network& network, const RadioProfiles& profiles, std::size_t nodes)
      : network_(network), profiles_(profiles), nodes_(nodes) {}

  /// A message comes to `node`, or leaves it; what it used is the difference of the two answers.
  Joules enter(network::NodeId node);
  Joules leave(network::NodeId node);
  /// What the node's radios used since the start while no message was under way at it.
  Joules unclaimed(network::NodeId node);

 private:
  struct Node {
    Joules seen{0}, share{0}, unclaimed{0};
    int messages = 0;
  };
  Node& settled(network::NodeId node);

  const network::Network& network_;
  const RadioProfiles& profiles_;
  std::vector<Node> nodes_;
};

}  // namespace lastmile::policies
