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

#include "network/ns3/nr/nr_options.hpp"
#include "network/recorded/trace.hpp"
#include "sim/units.hpp"

namespace lastmile::network {

using NodeId = std::uint32_t;

struct Position {
  double x_m = 0, y_m = 0, z_m = 0;
};

struct Node {
  std::string name;  ///< unique, e.g. "cameras[3]"
  Position position;
};

enum class WifiStandard { n, ac, ax };

/// Infrastructure Wi-Fi: one access point, its stations, one channel.
struct WifiLink {
  std::string name;
  WifiStandard standard = WifiStandard::ax;
  NodeId access_point = 0;
  std::vector<NodeId> stations;
  int channel = 36;        ///< 5 GHz channel number of the lowest 20 MHz part
  int width_mhz = 20;      ///< 20, 40 or 80
  int streams = 1;         ///< spatial streams
  Dbm transmit_power{20};
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

/// One LTE cell (FDD). The core's gateway is at the cell's site (local breakout): `gateway` is the node
/// behind which everything wired hangs; the cloud is reached from there over a WAN link.
struct LteLink {
  std::string name;
  NodeId enb = 0;                 ///< the site; also the gateway of the local breakout
  std::vector<NodeId> ues;
  int bandwidth_rb = 100;         ///< resource blocks: 6, 15, 25, 50, 75, 100 (1.4 to 20 MHz)
  int downlink_earfcn = 1575;     ///< band 3 (1.8 GHz)
  int uplink_earfcn = 19575;
  Dbm enb_power{30};
  Dbm ue_power{23};
  LteScheduler scheduler = LteScheduler::proportional_fair;
};

/// Full-duplex point-to-point link; also the WAN (rtt/2 as delay).
struct WiredLink {
  std::string name;
  NodeId a = 0, b = 0;
  ByteRate rate{0};       ///< each direction
  Duration delay{};       ///< one way
  bool wan = false;       ///< counted as WAN traffic
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

struct Topology {
  std::vector<Node> nodes;
  std::vector<Link> links;
  std::vector<Trace> traces;  ///< of recorded links
};

[[nodiscard]] const std::string& link_name(const Link& link);

}  // namespace lastmile::network
