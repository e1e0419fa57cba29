// Links and groups in a line of words each, for people.
#pragma once

#include <string>

#include "scenarios/scenario.hpp"

namespace lastmile::scenarios {

std::string words_of(const network::Link& link, const network::Topology& topology);
/// "reach 69.8 m" of a radio link; "" of the others.
std::string words_of_reach(const network::Link& link);
/// "phones: 12 x raspberry-pi-4, random waypoint 1 to 2 m/s, battery 36 kJ"
std::string words_of_group(const Scenario& scenario, const Group& group);
/// A line for every outage, hole, churn, and for TCP where it is not the usual.
std::vector<std::string> words_of_conditions(const Scenario& scenario);
/// "" for what stands still.
std::string words_of(const network::Motion& motion, const network::Topology& topology);

}  // namespace lastmile::scenarios
