// lte_rate: bytes per second of one UE that has the whole cell.
//   SNR = P_rx - N;  P_rx = P_tx - 20 log10(4 pi d f / c);  N = kTB + noise figure  (whole cell)
//   uplink: P_tx = min(P_max, P0 + 10 log10(M) + path loss)
//   rate = transport block of the highest step that the SNR reaches / subframe
//   d distance [m], f carrier [Hz], c speed of light [m/s], M resource blocks,
//   P0 target per block [dBm]
// Source:  3GPP TS 36.213 (tables in lte_tables.hpp, power control 5.1.1.1); Friis 1946,
//          doi:10.1109/JRPROC.1946.234568; isotropic antennas, as ns-3 3.37's defaults.
// Valid:   one cell, flat channel, static UEs. Ignores: fading, interference, HARQ, PUCCH and
//          reference signals, the blocks lost when many UEs share a subframe.
// Checked: tests/unit/network/fluid_radio_test.cpp (budget by hand, peak rates).
#pragma once

#include "network/fluid/coefficients.hpp"
#include "network/topology.hpp"

namespace lastmile::network::fluid {

double lte_downlink_snr_db(const LteLink& link, double metres, const LteCoefficients& c);
/// Power control makes up for a coverage hole's loss as for distance.
double lte_uplink_snr_db(const LteLink& link, double metres, const LteCoefficients& c, double hole_db = 0);
double lte_downlink_rate(const LteLink& link, double snr_db, const LteCoefficients& c);
double lte_uplink_rate(const LteLink& link, double snr_db, const LteCoefficients& c);

/// Throws ConfigError for a channel number outside the bands in lte_tables.hpp.
double lte_downlink_hertz(const LteLink& link);
double lte_uplink_hertz(const LteLink& link);

}  // namespace lastmile::network::fluid
