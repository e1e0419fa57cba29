// Groups of rows of `check network`. Each function runs alone: what it simulates at packet level it runs
// in children of its process. `quick` keeps the claim at a smaller size.
#pragma once

#include <vector>

#include "scenarios/host/checks.hpp"

namespace lastmile::scenarios {

std::vector<Claim> message_rows(bool quick);       ///< fluid by hand; single messages on both backends
std::vector<Claim> decision_rows(bool quick);      ///< do fluid and ns3 choose the same
std::vector<Claim> frozen_rows(bool quick);        ///< radio time that stands still while nobody sends
std::vector<Claim> packet_scale_rows(bool quick);  ///< 1,000 devices at packet level
std::vector<Claim> fluid_scale_rows(bool quick);   ///< 100,000 devices
std::vector<Claim> handover_rows(bool quick);      ///< moving with TCP both ways
std::vector<Claim> conservation_rows(bool quick);  ///< under outages, handover, cancellation
std::vector<Claim> cost_rows(bool quick);          ///< processor seconds per simulated second

}  // namespace lastmile::scenarios
