// What the medium access of ran.hpp keeps of blocks, UEs and cells. Pairs are indexed by direction:
// down, up. C++17.
#pragma once

#include <array>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "network/ns3/nr/adaptation.hpp"
#include "network/ns3/nr/rlc.hpp"
#include "sim/random.hpp"

namespace lastmile::network::nr {

struct RanBlock {
  std::size_t ue, cell;
  Mcs mcs;
  int blocks, symbols, bits;
  std::vector<Segment> segments;
  int attempts = 0;
  double sinr = 0;                    ///< sum over the attempts, linear
  std::int64_t report = 0, mark = 0;  ///< uplink: backlog reported, bytes granted by then
  std::uint64_t report_number = 0;
};

struct RanUe {
  RanUe(const NrOptions& options, std::array<Rlc, 2> bearers, std::uint64_t seed,
     const std::string& name)
      : rlc(std::move(bearers)),
        loop{OuterLoop(options.target_bler), OuterLoop(options.target_bler)},
        draw{RandomStream(seed, name + "/down"), RandomStream(seed, name + "/up")} {}
  std::size_t cell = 0;
  std::array<Rlc, 2> rlc;
  std::array<OuterLoop, 2> loop;
  std::array<RandomStream, 2> draw;
  std::array<double, 2> average{};                    ///< bits served a unit
  std::array<std::deque<std::int64_t>, 2> processes;  ///< when each HARQ process is free again
  std::array<bool, 2> active{};
  std::int64_t silent_until_ns = 0;  ///< handover, lost
  std::int64_t known = 0, granted = 0,
               reported = 0;  ///< uplink backlog as the cell, all grants, as last sent
  std::uint64_t reports_sent = 0, reports_read = 0;
  bool requested = false, configured_armed = false, measuring = false;
  bool lost = false;  ///< out of every cell's coverage
  std::size_t better = 0;  ///< cell that has been better since `better_since_ns`
  std::int64_t better_since_ns = -1;
};

struct RanUse {  ///< of one unit, for the other cells' interference
  std::int64_t start_ns = -1;
  int blocks = 0;
  std::vector<std::pair<std::size_t, int>> senders;  ///< uplink: UE, blocks
};

struct RanCell {
  std::array<std::vector<std::size_t>, 2> active;
  std::array<std::deque<RanBlock>, 2> again;  ///< failed blocks that wait for their turn
  std::array<bool, 2> ticking{};
  std::array<std::size_t, 2> turn{};
  std::array<std::map<std::int64_t, RanUse>, 2> uses;
  double load = 0;               ///< smoothed part of the carrier used downwards ...
  std::int64_t load_ns = 0;      ///< ... as of this time
  double disturbance = 0;        ///< at its receiver, smoothed, per block [mW]
  std::int64_t last_up_ns = -1;  ///< start of the last uplink unit given away
  int reserved = 0;              ///< blocks of configured grants
};

}  // namespace lastmile::network::nr
