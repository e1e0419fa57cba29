// The tables that a run records: names, units and meaning of every column in one place.
#pragma once

#include "network/network.hpp"
#include "policies/execute/world.hpp"
#include "policies/plan.hpp"

namespace lastmile::policies {

void declare_tables(Recorder& recorder);

/// Why a request was not answered.
enum class Drop : std::uint8_t { none, network, battery, out_of_memory };

/// One request, answered or dropped.
struct RequestRecord {
  Request request;
  Plan plan;
  SimTime finished{};
  Drop drop = Drop::none;
  Usage usage;
  int correct = 0, early_exits = 0;
  int crossed = 0;              ///< frames whose data went past the plan's cut
  Bytes raw{0}, features{0};    ///< that left their node for this request
  Bytes wan{0};                 ///< raw, features and answers over the WAN
  Bytes hop_bytes{0};           ///< exposure: raw and feature bytes times hops (1 to the site, 2 to the cloud)
};

void record_request(World& world, const RequestRecord& record);
void record_transfer(World& world, const network::Transfer& what, Purpose purpose,
                     const network::Outcome& outcome);
struct RoundRecord {
  int round = 0;
  SimTime at{};
  double accuracy = 0, loss = 0;
  int passes = 0;
  models::Exposure path;        ///< of `at`
};
void record_round(World& world, const RoundRecord& record);
/// One row a node that computes: energies by phase, bytes by purpose, peak memory; and one a battery.
void record_devices(World& world);

}  // namespace lastmile::policies
