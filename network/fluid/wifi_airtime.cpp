#include "network/fluid/wifi_airtime.hpp"

#include <algorithm>
#include <cmath>

#include "network/fluid/packets.hpp"
#include "network/fluid/radio_math.hpp"
#include "network/fluid/wifi_tables.hpp"

namespace lastmile::network::fluid {
namespace {

const WifiFormat& format_of(WifiStandard standard) {
  switch (standard) {
    case WifiStandard::n: return kWifiN;
    case WifiStandard::ac: return kWifiAc;
    case WifiStandard::ax: break;
  }
  return kWifiAx;
}

double preamble_s(WifiStandard standard, const WifiCoefficients& c) {
  switch (standard) {
    case WifiStandard::n: return c.preamble_n_s;
    case WifiStandard::ac: return c.preamble_ac_s;
    case WifiStandard::ax: break;
  }
  return c.preamble_ax_s;
}

// 802.11ac leaves out the MCS 9 whose bits do not divide evenly at 20 MHz with 1, 2 or 4 streams.
bool exists(const WifiChannel& channel, int mcs) {
  return !(channel.standard == WifiStandard::ac && mcs == 9 && channel.width_mhz == 20 &&
           channel.streams != 3);
}

double mpdu_bytes(double packet, const WifiCoefficients& c) {
  return std::ceil((packet + c.mac_bytes) / 4) * 4 + c.delimiter_bytes;
}

double mpdus_per_exchange(double mpdu, double rate, double preamble, const WifiCoefficients& c) {
  const double by_time = std::floor((c.longest_ppdu_s - preamble) * rate / mpdu);
  const double by_bytes = std::floor(c.largest_ampdu_bytes / mpdu);
  return std::max(1.0, std::min({by_time, by_bytes, c.most_mpdus}));
}

double contention_s(const WifiCoefficients& c) {
  return c.sifs_s + c.aifsn * c.slot_s + c.cw_min / 2 * c.slot_s;
}

double whole_preamble_s(const WifiChannel& channel, const WifiCoefficients& w) {
  return preamble_s(channel.standard, w) + format_of(channel.standard).symbol_s / 2;
}

// Of the data alone, headers and delimiters included.
double data_s(const Packets& packets, double rate, const WifiCoefficients& w) {
  const double last = packets.count > 1 ? packets.full_packet : packets.bytes;
  return (packets.bytes + packets.count * (mpdu_bytes(last, w) - last)) / rate;
}

}  // namespace

double wifi_snr_db(const WifiChannel& channel, double metres, const WifiCoefficients& c) {
  const double loss_db = c.loss_at_1m_db + 10 * c.loss_exponent * log10_of(metres);
  const double noise_dbm = thermal_noise_dbm(channel.width_mhz * 1e6) + c.noise_figure_db;
  return channel.transmit_power.value() - loss_db - noise_dbm;
}

double wifi_rate(const WifiChannel& channel, double snr_db) {
  const WifiFormat& format = format_of(channel.standard);
  int best = 0;
  for (int i = 1; i < format.mcs_count; ++i) {
    if (snr_db >= kWifiMcs[i].least_snr_db && exists(channel, i)) best = i;
  }
  const std::size_t width = channel.width_mhz == 80 ? 2 : channel.width_mhz == 40 ? 1 : 0;
  const double subcarriers = format.subcarriers[width];
  const double bits = subcarriers * kWifiMcs[best].bits_per_subcarrier * kWifiMcs[best].code_rate;
  return channel.streams * bits / 8 / format.symbol_s;
}

Airtime wifi_airtime(const WifiChannel& channel, double rate, double payload_bytes,
                     Transport transport, const Coefficients& c) {
  const WifiCoefficients& w = c.wifi;
  const Packets packets = packets_of(payload_bytes, transport, c.transport);
  const double preamble = whole_preamble_s(channel, w);
  const double mpdu = mpdu_bytes(packets.count > 1 ? packets.full_packet : packets.bytes, w);
  const double exchanges = std::ceil(packets.count / mpdus_per_exchange(mpdu, rate, preamble, w));
  const double data = exchanges * preamble + data_s(packets, rate, w);
  const double reply = packets.acks > 0 ? exchanges * preamble + packets.acks *
                       mpdu_bytes(c.transport.tcp_header_bytes, w) / rate : 0;
  const double turns = exchanges * (packets.acks > 0 ? 2 : 1);
  Airtime air;
  air.sender = data + (reply > 0 ? exchanges * w.block_ack_s : 0);
  air.receiver = reply + exchanges * w.block_ack_s;
  const double turn = contention_s(w) + w.sifs_s;
  air.channel = w.access_s + air.sender + air.receiver + turns * turn;
  const double after = air.receiver + (air.sender - data) + (turns - exchanges) * turn;
  air.trailing = after / exchanges + turn;
  return air;
}

double wifi_turn_bytes(const WifiChannel& channel, double rate, const Coefficients& c) {
  const double packet = c.transport.tcp_payload_bytes + c.transport.tcp_header_bytes;
  return c.transport.tcp_payload_bytes * mpdus_per_exchange(mpdu_bytes(packet, c.wifi), rate,
                                                            whole_preamble_s(channel, c.wifi), c.wifi);
}

double wifi_ppdu_s(const WifiChannel& channel, double rate, double payload_bytes,
                   Transport transport, const Coefficients& c) {
  return whole_preamble_s(channel, c.wifi) +
         data_s(packets_of(payload_bytes, transport, c.transport), rate, c.wifi);
}

double wifi_eifs_s(const WifiCoefficients& w) {
  return w.sifs_s + w.block_ack_s + w.sifs_s + w.aifsn * w.slot_s;
}

double wifi_riding_s(double rate, double payload_bytes, Transport transport,
                     const Coefficients& c) {
  const Packets packets = packets_of(payload_bytes, transport, c.transport);
  return data_s(packets, rate, c.wifi) +
         packets.acks * mpdu_bytes(c.transport.tcp_header_bytes, c.wifi) / rate;
}

}  // namespace lastmile::network::fluid
