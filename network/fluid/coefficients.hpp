// Numbers of the fluid backend, each with unit, class of provenance and source:
//   standard    fixed by a standard or by the wire format
//   packet      default of the packet simulator the backend is compared with (ns-3 3.37)
//   fitted      to network/ns3 by `lastmile calibrate network`: calibration.toml, with residuals
// The tables of modulation and coding are in wifi_tables.hpp and lte_tables.hpp.
#pragma once

#include "network/fluid/calibrated.hpp"
#include "sim/units.hpp"

namespace lastmile::network::fluid {

struct TransportCoefficients {
  // standard: 1500 B IP packet, 20 B IPv4 (RFC 791), 20 B TCP (RFC 9293), 12 B timestamps (RFC
  // 7323).
  double tcp_payload_bytes = 1448;
  double tcp_header_bytes = 52;
  // standard: 20 B IPv4, 8 B UDP (RFC 768).
  double udp_payload_bytes = 1472;
  double udp_header_bytes = 28;
  // standard: RFC 6928, 10 segments; windows then grow by what was acknowledged (RFC 5681).
  double initial_window_bytes = 10 * 1448;
  // packet: socket buffers, as network/ns3 sets them (4 MiB).
  double largest_window_bytes = 4194304;
  // standard: one acknowledgement for two segments (RFC 9293, 3.8.6.3).
  double segments_per_ack = 2;
  // packet: TcpCubic, HyStartLowWindow 16 segments, HyStartAckDelta 2 ms: from that window on, slow
  // start ends once acknowledgements follow each other within the delta; on a round trip below it
  // those of the next round do. CntClamp 20: before the first loss a window then grows by a
  // twentieth a round.
  double hystart_window_bytes = 16 * 1448;
  Duration hystart_ack_delta = std::chrono::milliseconds(2);
  double acks_per_growth = 20;
};

struct WiredCoefficients {
  // standard: point-to-point header (RFC 1661); no preamble or checksum.
  double frame_bytes = 2;
};

struct WifiCoefficients {
  // standard: IEEE 802.11-2020, 5 GHz OFDM: SIFS, slot; AC_BE: AIFSN 3, CWmin 15.
  double sifs_s = 16e-6;
  double slot_s = 9e-6;
  double aifsn = 3;
  double cw_min = 15;
  double cw_doublings = 6;  // to CWmax 1023
  // standard: QoS data header 26 B, FCS 4 B, LLC/SNAP 8 B; delimiter 4 B, padding to 4 B.
  double mac_bytes = 38;
  double delimiter_bytes = 4;
  // standard: longest PPDU; packet: BE_MaxAmpduSize, MpduBufferSize.
  double longest_ppdu_s = 5.484e-3;
  double largest_ampdu_bytes = 65535;
  double most_mpdus = 64;
  // standard: preambles of one stream (HT mixed, VHT); packet: HE SU, long training field of 8 us.
  double preamble_n_s = 36e-6;
  double preamble_ac_s = 40e-6;
  double preamble_ax_s = 44e-6;
  // standard: compressed block ack, 32 B at the basic rate of 24 Mb/s.
  double block_ack_s = 32e-6;
  // packet: RxNoiseFigure.
  double noise_figure_db = 7;
  // packet: LogDistancePropagationLossModel: exponent, reference loss at 1 m.
  double loss_exponent = 3;
  double loss_at_1m_db = 46.6777;
  // fitted: of what contention.hpp says of collisions, the part that they cost: its stations always
  // have something to send, and here they also wait for TCP. 1 for stations that never wait.
  double collision_factor = calibrated::wifi_collision_factor;
  // 0: every link has the rate of its signal; else this one, bytes per second.
  double fixed_rate = 0;
  // fitted: of every piece of a message, before its first packet is on the air.
  double access_s = calibrated::wifi_access_s;
};

struct LteCoefficients {
  // packet: LteUePhy and LteEnbPhy NoiseFigure.
  double ue_noise_figure_db = 9;
  double enb_noise_figure_db = 5;
  // packet: LteUePowerControl: open loop, PoNominalPusch + PoUePusch, Alpha 1.
  double uplink_target_dbm_per_rb = -80;
  // standard: resource block 180 kHz, subframe 1 ms.
  double rb_hertz = 180e3;
  double subframe_s = 1e-3;
  // standard: PDCP (18-bit numbers would take 3), RLC UM and MAC headers of a full packet.
  double layer2_bytes = 2 + 2 + 1;
  // packet: measured with ns-3 3.37 on 2026-11-21: 60 B datagrams every 103.7 ms, 1 and 12 idle UEs
  // at 50 m, 100 resource blocks, server on the gateway; mean of 40, sender to receiver. Downlink
  // 3.100-4.000 ms; uplink (buffer report, grant, transmission) 11.929-12.829 ms.
  // Both are fitted from there.
  double downlink_delay_s = calibrated::lte_downlink_delay_s;
  double uplink_delay_s = calibrated::lte_uplink_delay_s;
  // standard: the largest amount that a buffer status report can say (TS 36.321 table 6.1.3.1-1).
  double report_bytes = 150000;
  // packet: LteRlcUm reports again so long after its last transmission.
  double report_timer_s = 10e-3;
  // fitted: after that amount the cell believes that the UE has nothing left; until the timer's
  // report has been granted.
  double report_pause_s = calibrated::lte_report_pause_s;
};

struct NrCoefficients {
  // fitted: what is left of the rate of a whole carrier (flow_rate.hpp) after HARQ's repetitions and
  // blocks that are not full.
  double rate_factor = calibrated::nr_rate_factor;
};

struct Coefficients {
  TransportCoefficients transport;
  WiredCoefficients wired;
  WifiCoefficients wifi;
  LteCoefficients lte;
  NrCoefficients nr;
};

}  // namespace lastmile::network::fluid
