// What is connected to what: plain data that every backend reads. Built by the scenario host.
//
// Nodes are numbered in declaration order. A link joins nodes by one technology. A route is the path
// with the fewest links; ties go to the links declared first (network/routes.hpp).
// C++17-clean: network/ns3 includes it.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "network/mobility/motion.hpp"
#include "network/ns3/nr/nr_options.hpp"
#include "network/recorded/trace.hpp"
#include "network/service/radio_states.hpp"
#include "sim/units.hpp"

namespace lastmile::network {

using NodeId = std::uint32_t;

struct Node {
  std::string name;  ///< unique, e.g. "cameras[3]"
  Position position; ///< at the start
  Motion motion{};
};

enum class WifiStandard { n, ac, ax };
enum class RateControl { ideal, minstrel };

/// Infrastructure Wi-Fi: one network name on one or several access points, and its stations. A station
/// is with the access point that it hears best at the start and moves on when another is
/// `roam_margin_db` stronger. Behind the access points lies `gateway`, where their wires end: with one
/// access point often that one itself; the node that everything behind the radio is reached by.
/// Wi-Fi Direct is such a link whose group owner is access point and gateway.
struct WifiLink {
  std::string name;
  WifiStandard standard = WifiStandard::ax;
  std::vector<NodeId> access_points;
  NodeId gateway = 0;
  std::vector<NodeId> stations;
  std::vector<int> channels{36};  ///< 5 GHz numbers of the lowest 20 MHz part; access points in turn
  int width_mhz = 20;      ///< 20, 40 or 80
  int streams = 1;         ///< spatial streams
  Dbm transmit_power{20};
  RateControl rate_control = RateControl::ideal;
  double roam_margin_db = 6;
  int rts_bytes = 65535;           ///< frames longer than this are announced by RTS/CTS
  double ignore_below_dbm = -200;  ///< receivers that hear a frame weaker than this are skipped
  WifiPowerSave power_save;
  [[nodiscard]] int channel_of(std::size_t access_point) const {
    return channels[access_point % channels.size()];
  }
};

/// Ad hoc Wi-Fi (IBSS): every member can hear every other; one channel. The D2D link.
struct AdhocLink {
  std::string name;
  WifiStandard standard = WifiStandard::ax;
  std::vector<NodeId> members;
  int channel = 149;
  int width_mhz = 20;
  int streams = 1;
  Dbm transmit_power{20};
};

enum class LteScheduler { proportional_fair, round_robin };
enum class LteFading { none, epa, eva, etu };  ///< tapped delay lines of TS 36.104 annex B.2

/// LTE cells (FDD) on one carrier, with handover between them (X2, event A3). The core's gateway is
/// `gateway`, often the only site (local breakout): the node behind which everything wired hangs; the
/// cloud is reached from there over a WAN link.
struct LteLink {
  std::string name;
  std::vector<NodeId> cells;      ///< sites of the eNBs
  NodeId gateway = 0;
  std::vector<NodeId> ues;
  int bandwidth_rb = 100;         ///< resource blocks: 6, 15, 25, 50, 75, 100 (1.4 to 20 MHz)
  int downlink_earfcn = 1575;     ///< band 3 (1.8 GHz)
  int uplink_earfcn = 19575;
  Dbm enb_power{30};
  Dbm ue_power{23};
  LteScheduler scheduler = LteScheduler::proportional_fair;
  LteFading fading = LteFading::none;
  double fading_mps = 1;          ///< speed for the fading's Doppler
  double a3_hysteresis_db = 3;
  Duration a3_time = std::chrono::milliseconds(256);
  int srs_period_ms = 0;          ///< sounding: 2, 5, 10, 20, 40, 80, 160, 320; 0: as many UEs ask for
  RadioStates states;             ///< RRC: idle, promotion, tail
};

/// Full-duplex point-to-point link; also the WAN (rtt/2 as delay).
struct WiredLink {
  std::string name;
  NodeId a = 0, b = 0;
  ByteRate rate{0};       ///< each direction
  Duration delay{};       ///< one way
  bool wan = false;       ///< counted as WAN traffic
  Duration jitter{};      ///< standard deviation of what is added to a packet's delay; order is kept
  double loss = 0;        ///< share of packets lost, drawn one by one
  double background = 0;  ///< share of the rate that others take, in Poisson bursts, each direction
};

/// A link that does what a measured series says. The device is where the series was measured: `up` is
/// from it to the site.
struct RecordedLink {
  std::string name;
  NodeId device = 0, site = 0;
  std::uint32_t trace = 0;  ///< in Topology::traces
  bool loop = true;         ///< false: what is sent after its end is an error
};

/// How a constrained radio cuts what it sends: airtime of a packet = overhead + (header + payload) / rate.
struct NarrowPackets {
  double payload_bytes = 0;  ///< most in a packet; 0: IP over a plain link
  double header_bytes = 0;
  Duration overhead{};       ///< preamble and what else does not grow with the bytes
};

/// A link known by its rates, round trip and, on shared bands, its share of airtime (duty cycle).
struct NarrowLink {
  std::string name;
  std::string profile;
  NodeId device = 0, site = 0;
  ByteRate down{0}, up{0};
  Duration rtt{};           ///< on top of the time of the bytes
  NarrowPackets packets;
  double duty_cycle = 1;    ///< of each sender; 1: no limit
  Duration duty_window{};   ///< over which it counts
};

using Link =
    std::variant<WifiLink, AdhocLink, LteLink, WiredLink, RecordedLink, NarrowLink, NrLink>;
using LinkIndex = std::uint32_t;

/// Nothing passes over the link from `from` on, for so long.
struct Outage {
  LinkIndex link = 0;
  SimTime from{};
  Duration length{};
};

/// Where a radio signal is weaker by `loss_db` when sender or receiver stands in it (both: once).
struct CoverageHole {
  Position centre;
  double radius_m = 0;
  double loss_db = 200;
};

/// A node that goes away and comes back, after times drawn from exponential distributions.
struct Churn {
  NodeId node = 0;
  Duration mean_up{}, mean_down{};
};

enum class Congestion { cubic, bbr };

struct Topology {
  std::vector<Node> nodes;
  std::vector<Link> links;
  std::vector<Trace> traces;  ///< of recorded links
  std::vector<RoadMap> roads; ///< of road trips
  std::vector<Outage> outages;
  std::vector<CoverageHole> holes;
  std::vector<Churn> churn;
  Congestion congestion = Congestion::cubic;  ///< control of every TCP connection
};

[[nodiscard]] const std::string& link_name(const Link& link);

}  // namespace lastmile::network
