#include <doctest/doctest.h>

#include "network/fluid/lte_rate.hpp"
#include "network/fluid/wifi_airtime.hpp"

using namespace lastmile;
using namespace lastmile::network;
using namespace lastmile::network::fluid;

TEST_CASE("Wi-Fi: noise and loss by hand") {
  // 20 dBm - 46.6777 - 30 log10(10) = -56.6777 dBm; noise kTB = -100.965 dBm at 290 K, figure 7 dB.
  const WifiChannel channel{WifiStandard::ax, 20, 1, Dbm(20)};
  CHECK(wifi_snr_db(channel, 10, WifiCoefficients()) == doctest::Approx(37.287).epsilon(1e-4));
}

TEST_CASE("Wi-Fi: rates of the standards, Mb/s") {
  const auto mbps = [](WifiStandard s, int width, int streams, double snr_db) {
    return wifi_rate({s, width, streams, Dbm(20)}, snr_db) * 8e-6;
  };
  CHECK(mbps(WifiStandard::ax, 20, 1, 40) == doctest::Approx(143.382));
  CHECK(mbps(WifiStandard::ax, 80, 1, 40) == doctest::Approx(600.490));
  CHECK(mbps(WifiStandard::ac, 20, 1, 40) == doctest::Approx(78.0));   // no MCS 9 at 20 MHz
  CHECK(mbps(WifiStandard::ac, 80, 1, 40) == doctest::Approx(390.0));
  CHECK(mbps(WifiStandard::n, 20, 1, 40) == doctest::Approx(65.0));
  CHECK(mbps(WifiStandard::n, 40, 2, 40) == doctest::Approx(270.0));
  CHECK(mbps(WifiStandard::ax, 20, 1, 25) == doctest::Approx(103.235));
  CHECK(mbps(WifiStandard::ax, 20, 1, 2) == doctest::Approx(8.6029));
}

TEST_CASE("Wi-Fi: airtime of one datagram and of a long message, by hand") {
  const WifiChannel channel{WifiStandard::ax, 20, 1, Dbm(20)};
  const double rate = 143.382e6 / 8;
  Coefficients c;  // what is fitted is set, so that a new fit does not fail this test
  c.wifi.access_s = 7e-6;
  // 100 B: IP packet 128, MPDU 166 padded to 168 plus delimiter 172; preamble 44 + 6.8 us, AIFS 43
  // us, mean backoff 67.5 us, SIFS 16 us, block ack 32 us.
  constexpr double preamble_s = 50.8e-6, turn_s = 43e-6 + 67.5e-6 + 16e-6, reply_s = 32e-6;
  const Airtime one = wifi_airtime(channel, rate, 100, Transport::udp, c);
  CHECK(one.sender == doctest::Approx(preamble_s + 172 / rate));
  CHECK(one.receiver == doctest::Approx(reply_s));
  CHECK(one.channel == doctest::Approx(7e-6 + preamble_s + 172 / rate + turn_s + reply_s));
  CHECK(one.channel - one.trailing == doctest::Approx(7e-6 + preamble_s + 172 / rate));
  // 42 MPDUs of 1544 B fit in 65,535 B: 84 packets take two exchanges.
  const double twice_s = 2 * (preamble_s + turn_s + reply_s);
  const Airtime two = wifi_airtime(channel, rate, 84 * 1472, Transport::udp, c);
  CHECK(two.channel == doctest::Approx(7e-6 + twice_s + 84 * 1544 / rate));
  CHECK(two.trailing == doctest::Approx(turn_s + reply_s));
  const Airtime tcp = wifi_airtime(channel, rate, 84 * 1448, Transport::tcp, c);
  CHECK(tcp.channel == doctest::Approx(7e-6 + 2 * twice_s + (84 * 1544 + 42 * 96) / rate));
  CHECK(tcp.trailing == doctest::Approx(2 * (turn_s + reply_s) + preamble_s + 21 * 96 / rate));
}

TEST_CASE("LTE: budget by hand and peak rates") {
  LteLink link;
  const LteCoefficients c;
  CHECK(lte_downlink_hertz(link) == doctest::Approx(1842.5e6));
  CHECK(lte_uplink_hertz(link) == doctest::Approx(1747.5e6));
  // 100 m: loss 20 log10(4 pi 100 1842.5e6 / 299792458) = 77.756 dB; noise of 18 MHz at 290 K plus
  // 9 dB.
  CHECK(lte_downlink_snr_db(link, 100, c) == doctest::Approx(30 - 77.756 + 92.422).epsilon(1e-4));
  // Power control aims at -80 dBm a block: -60 dBm over 100 against noise of -96.42 dBm.
  CHECK(lte_uplink_snr_db(link, 100, c) == doctest::Approx(36.422).epsilon(1e-4));
  // It has 5.7 dB to spare: a hole of 5 dB is made up for, one of 60 dB (137.296 dB in all) is not.
  CHECK(lte_uplink_snr_db(link, 100, c, 5) == doctest::Approx(36.422).epsilon(1e-4));
  CHECK(lte_uplink_snr_db(link, 100, c, 60) == doctest::Approx(23 - 137.296 + 96.422).epsilon(1e-4));
  CHECK(lte_downlink_rate(link, 40, c) * 8e-6 == doctest::Approx(75.376));
  CHECK(lte_uplink_rate(link, 40, c) * 8e-6 == doctest::Approx(75.376));
  CHECK(lte_downlink_rate(link, 5, c) * 8e-6 == doctest::Approx(15.840));
  link.bandwidth_rb = 25;
  CHECK(lte_uplink_rate(link, 5, c) * 8e-6 == doctest::Approx(4.392));
}

TEST_CASE("LTE: a channel in no band is refused") {
  LteLink link;
  link.name = "cell";
  link.downlink_earfcn = 9999;
  CHECK_THROWS_AS(lte_downlink_hertz(link), ConfigError);
}
