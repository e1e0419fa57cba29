// From a scenario's choice to a policy object: a registered one, or a function of the scenario.
#pragma once

#include <memory>
#include <string>

#include "policies/policy.hpp"
#include "scenarios/scenario.hpp"

namespace lastmile::scenarios {

/// The registered policy of that name with the scenario's arguments.
template <class Policy>
std::unique_ptr<Policy> make_policy(const std::string& kind, const PolicyChoice& choice) {
  return Registry<Policy>::global().find(kind, choice.policy).make(choice.parameters);
}

/// Also a function(request, world): called for every request with copies of plain data, it returns a
/// place (name of a node or group) or { near = place, far = place, after = layer name }.
///   request = { device, number, frames, frame_bytes }
///   world   = { layers = { { name, bytes, share, seconds = { [place] = s } } ... },
///               places = { [place] = { delay_s, bytes_per_s } } }      -- seen from the device
std::unique_ptr<policies::InferencePolicy> make_inference(const Scenario& scenario, const PolicyChoice& choice);

}  // namespace lastmile::scenarios
