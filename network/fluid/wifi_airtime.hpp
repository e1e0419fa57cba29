// wifi_airtime: channel time that one message takes on 802.11n/ac/ax.
//   T = E (t_aifs + t_backoff + t_pre + t_sym/2 + t_sifs + t_ba) + n L / R
//   tcp adds the acknowledgements of E exchanges in the other direction, ceil(n / 2) packets
//   n packets, E = ceil(n / k) exchanges of k MPDUs aggregated (limits: bytes, count, PPDU time),
//   L bytes of an MPDU with delimiter and padding, R rate of the MCS [bytes/s],
//   t_backoff = CWmin/2 slots, t_ba block ack, t_sym/2 the mean padding of the last symbol [s]
//   SNR = P_tx - (L_1m + 10 n_loss log10 d) - N, the highest MCS whose threshold it reaches
// Source:  IEEE 802.11-2020 and 802.11ax-2021; loss as LogDistancePropagationLossModel of ns-3
// 3.37.
//   Of T, the last block ack, the TCP acknowledgement's turn and one backoff (the channel was idle
//   before the first) pass after delivery: `trailing`.
// Valid:   one contender at a time, free channel, the same number of streams on both sides. What
//          several contenders take more is added from contention.hpp.
// Ignores: RTS, beacons, MU.
// Checked: tests/unit/network/fluid_radio_test.cpp (by hand; ns-3's rate per MCS).
#pragma once

#include "network/fluid/coefficients.hpp"
#include "network/network.hpp"

namespace lastmile::network::fluid {

/// Parameters that a Wi-Fi link, infrastructure or ad hoc, has in common.
struct WifiChannel {
  WifiStandard standard;
  int width_mhz;
  int streams;
  Dbm transmit_power;
};

/// SNR at the receiver, dB.
double wifi_snr_db(const WifiChannel& channel, double metres, const WifiCoefficients& c);
/// Rate of the best MCS at this SNR, bytes per second; the lowest one below its threshold too.
double wifi_rate(const WifiChannel& channel, double snr_db);

/// Seconds for one message: the channel's, what of it comes after delivery, and what each side's
/// transmitter is on for.
struct Airtime {
  double channel = 0, trailing = 0, sender = 0, receiver = 0;
};
Airtime wifi_airtime(const WifiChannel& channel, double rate, double payload_bytes,
                     Transport transport, const Coefficients& c);

/// Payload of the longest exchange, over TCP.
double wifi_turn_bytes(const WifiChannel& channel, double rate, const Coefficients& c);
/// Of one PPDU with these bytes, preamble included.
double wifi_ppdu_s(const WifiChannel& channel, double rate, double payload_bytes,
                   Transport transport, const Coefficients& c);
/// What passes after a PPDU that nobody acknowledges.
double wifi_eifs_s(const WifiCoefficients& w);
/// What a message adds to an exchange of others that has room for it.
double wifi_riding_s(double rate, double payload_bytes, Transport transport, const Coefficients& c);

}  // namespace lastmile::network::fluid
