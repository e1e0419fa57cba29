// Experiments on the radio network alone, for checks and tests: no ns-3 in this header. Each builds
// its own ns-3 world and takes it down again. C++17-clean.
#pragma once

#include <cstdint>
#include <vector>

#include "network/ns3/nr/path_loss.hpp"

namespace lastmile::network::nr {

/// Options of a quiet, close, strong link: line of sight, no shadowing.
NrOptions clear_sky(const char* band, double bandwidth_mhz, int numerology);

/// One-way times of 32-byte packets, in symbols, that a UE sends so many symbols after a slot
//began.
std::vector<double> uplink_latency(const NrOptions& options, const std::vector<double>& phases);

/// Rate of one UE whose queue is always full over a channel that is never the limit [bit/s].
double full_rate_bps(const NrOptions& options, bool down);

/// Path loss as ns-3's model gives it, without shadowing.
double ns3_path_loss_db(const RadioPath& path, bool sight);

/// Part of all symbols that the pattern gives to a direction.
double direction_share(const NrOptions& options, bool down);

/// Downlink bits of each UE with queues always full; UEs stand at these SINRs (without
//interference).
std::vector<double> share_down(const NrOptions& options, const std::vector<double>& sinr_db,
                               double seconds);

struct ErrorPoint {
  double sinr_db;
  double first_error;  ///< part of first transmissions that failed
  double residual;     ///< part of blocks given up after HARQ
  double rate_bps;
};
ErrorPoint errors_at(const NrOptions& options, double sinr_db, double seconds);

/// A UE passes from one cell to another, 400 m apart, at this speed with full queues both ways.
struct HandoverResult {
  std::uint64_t handovers;
  std::uint64_t sent_down, got_down, sent_up, got_up;  ///< packets
  double longest_gap_ms;                               ///< between two deliveries of the downlink
};
HandoverResult drive_past(const NrOptions& options, double metres_per_second);

/// Many cells and UEs, each UE with `bytes` up and down at once.
struct ScaleResult {
  std::size_t delivered_up, delivered_down;  ///< UEs that got everything
  double last_s, mean_sinr_db, cpu_s;
  std::uint64_t events;
};
ScaleResult crowd(const NrOptions& options, int cells, int ues, std::uint32_t bytes);

}  // namespace lastmile::network::nr
