// What a run adds up: who was busy for what, and which bytes went how far.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "models/cost/exposure.hpp"
#include "models/work.hpp"
#include "network/network.hpp"
#include "sim/units.hpp"

namespace lastmile::policies {

enum class Phase : std::uint8_t { training, inference };
inline constexpr std::size_t kPhases = 2;

enum class Purpose : std::uint8_t { raw_training, raw_frames, features, model, answer };
inline constexpr std::size_t kPurposes = 5;
std::string_view to_string(Purpose purpose);

/// Of one node.
struct NodeAccount {
  std::array<Duration, kPhases> busy{};                     ///< of its processor
  std::array<models::Exposure, kPhases> exposure{};         ///< of the busy time
  std::array<models::Work, kPhases> work{};                 ///< done in it
  std::array<network::RadioActivity, kPhases> radio{};
  std::array<Bytes, kPurposes> sent{};                      ///< by purpose; from this node as origin
  Bytes peak_memory{0};
  bool out_of_memory = false;                               ///< something did not fit
};

/// Difference of two readings of a radio's counters.
network::RadioActivity operator-(const network::RadioActivity& a, const network::RadioActivity& b);

}  // namespace lastmile::policies
