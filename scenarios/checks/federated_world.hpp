// Federated rounds on one radio: the model down to every device, a pause while they compute, the updates
// up. What is measured is the radio, so the bytes are all that is modelled. No two devices compute equally
// long, nor does the server between rounds: otherwise a round stays in step with the radio's own periods.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "network/network.hpp"

namespace lastmile::scenarios {

enum class Cellular { wifi, lte, nr };
[[nodiscard]] const char* cellular_name(Cellular technology);

/// Node 0 is site and server, the devices stand around it.
[[nodiscard]] network::Topology one_site(Cellular technology, int devices);

struct FederatedRun {
  network::Topology topology;
  network::NodeId server = 0;
  std::vector<network::NodeId> devices;
  int rounds = 1;
  Bytes model{100000};
  Duration compute{};           ///< of a device
  Duration spread{};            ///< up to so much more, drawn; also between rounds
  bool frozen = true;
  std::uint64_t seed = 1;
};

struct FederatedResult {
  std::vector<double> round_s;  ///< without `compute`
  double device_s = 0;          ///< mean over devices and rounds, the same way
  double bytes = 0;             ///< carried over the first link
  double delivered = 0;         ///< devices that got and sent everything, in the last round
  double cpu_s = 0;             ///< of the rounds
  double build_cpu_s = 0;       ///< of the network before them
  double events = 0;
};
[[nodiscard]] FederatedResult run_federated(const FederatedRun& what, const std::string& backend);

[[nodiscard]] std::string packed(const FederatedResult& result);
[[nodiscard]] FederatedResult unpacked_federated(const std::string& text);

}  // namespace lastmile::scenarios
