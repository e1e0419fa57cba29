// Groups of rows of area `compute`, one file each.
#pragma once

#include <vector>

#include "scenarios/host/checks.hpp"

namespace lastmile::scenarios {

/// Energy given the time, on networks held out: MLPerf's edge boards.
std::vector<Claim> compute_energy_rows(const CheckOptions& options);
/// Device files against MLPerf's times of the same boards, never fitted to them.
std::vector<Claim> compute_board_rows(const CheckOptions& options);
/// The inner loops of the NEON kernels, judged by a model of the core.
std::vector<Claim> compute_neon_rows(const CheckOptions& options);

/// Whole networks on this machine, predicted against measured; nothing was fitted to them.
std::vector<Claim> compute_network_rows(const CheckOptions& options);
/// Cuts between a slow device and a fast server, by predicted and by measured times.
std::vector<Claim> compute_cut_rows(const CheckOptions& options);
/// Networks and pairs of device and network held out of ncnn's table.
std::vector<Claim> compute_ncnn_rows(const CheckOptions& options);
/// Kernels that run at the same time on this project's machine: slowdown predicted against measured.
std::vector<Claim> compute_interference_rows(const CheckOptions& options);

}  // namespace lastmile::scenarios
