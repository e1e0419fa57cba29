// What every kind of link asks of its constructor's call, and where the links are built.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "scenarios/scenario.hpp"

namespace lastmile::scenarios {

class LinkArguments {
 public:
  LinkArguments(Scenario& scenario, const Value& made);

  [[nodiscard]] std::vector<network::NodeId> nodes(const char* key) const;
  [[nodiscard]] network::NodeId one_node(const char* key) const;
  /// The nodes of `several`, or the one of `one`: exactly one of the two keys is given.
  [[nodiscard]] std::vector<network::NodeId> centres(const char* one, const char* several) const;
  /// The node of that key, or the first of these.
  [[nodiscard]] network::NodeId gateway_or_first(const std::vector<network::NodeId>& centres) const;
  [[nodiscard]] std::string name() const;
  /// The name of a group's link of this node.
  [[nodiscard]] std::string name_of(network::NodeId node, bool several) const;
  [[nodiscard]] int integer(const char* key) const;
  [[noreturn]] void fail(const char* key, const std::string& what) const;
  /// Radio models have no answer at distance zero.
  void check_apart(std::vector<network::NodeId> some,
                   const std::vector<network::NodeId>& more) const;
  /// Checks the link and adds it.
  void add(network::Link link);

  /// The times of the radio profile that `states` names; none: always connected.
  [[nodiscard]] network::RadioStates radio_states() const;
  [[nodiscard]] network::WifiPowerSave power_save() const;

  [[nodiscard]] const Parameters& given() const { return given_; }
  [[nodiscard]] const std::string& constructor() const { return made_.tag; }
  [[nodiscard]] Scenario& scenario() { return scenario_; }

 private:
  Scenario& scenario_;
  const Value& made_;
  Parameters given_;
};

void add_wifi(LinkArguments& arguments);  // build_wifi.cpp
void add_direct(LinkArguments& arguments);
void add_adhoc(LinkArguments& arguments);
void add_lte(LinkArguments& arguments);  // build_cellular.cpp
void add_nr(LinkArguments& arguments);
void add_wires(LinkArguments& arguments);  // build_links.cpp
void add_recorded(LinkArguments& arguments);
void add_narrow(LinkArguments& arguments);

}  // namespace lastmile::scenarios
