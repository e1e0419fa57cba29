// flow_rate: what one UE gets from an idle NR cell, for flow-level models and nominal times.
//   SINR per layer = P / blocks * antennas / path loss / noise / layers
//   rate = transport block of the whole carrier, of the MCS that the SINR reaches, / unit * part of
//         the symbols
//   access delay = mean wait for the scheduling, one unit and the decoding
// Source:  as radio.hpp and ran.hpp, which do the same packet by packet; path_loss.hpp.
// Valid:   one cell, no interference, no shadowing, no HARQ loss; where sight is by probability: in
//          sight.
// Checked: tests/unit/nr/flow_rate_test.cpp (peak rate, budget by hand, delays that packets
//          showed).
#pragma once

#include "network/ns3/nr/grid.hpp"
#include "network/ns3/nr/path_loss.hpp"

namespace lastmile::network::nr {

/// Antenna heights of TR 38.901 table 7.2-1, for nodes that stand at height 0.
double usual_height(NrEnvironment environment, bool base_station);
/// Resource elements of a block that carry data, of a unit of so many symbols.
int unit_elements(int frequency_range, Direction direction, int symbols);

double flow_sinr_db(const NrOptions& options, double ground_m, Direction direction);
/// Bytes per second.
double flow_rate(const NrOptions& options, double ground_m, Direction direction);
/// At a SINR that is given, e.g. with interference: a rising step function of it.
double flow_rate_at(const NrOptions& options, double sinr_db, Direction direction);
/// Of the downlink: below it no MCS meets the target.
double least_sinr_db(const NrOptions& options);
Duration access_delay(const NrOptions& options, Direction direction);
/// Mean time from one unit of this direction to the next; those of less than half the symbols are
/// left out.
Duration unit_period(const NrOptions& options, Direction direction);

}  // namespace lastmile::network::nr
