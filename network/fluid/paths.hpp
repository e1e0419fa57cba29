// Routes translated into resources, rates and delays.
#pragma once

#include <map>
#include <tuple>
#include <vector>

#include "network/fluid/coefficients.hpp"
#include "network/fluid/contention.hpp"
#include "network/fluid/flow_system.hpp"
#include "network/fluid/pair_index.hpp"
#include "network/fluid/radio_links.hpp"
#include "network/fluid/wifi_airtime.hpp"
#include "network/mobility/outages.hpp"
#include "network/routes.hpp"

namespace lastmile::network::fluid {

enum class HopKind : std::uint8_t { wire, wifi, lte_down, lte_up, recorded, narrow };

struct PathHop {
  Hop hop;
  HopKind kind;
  std::uint32_t resource;
  double rate;              // bytes per second when alone
  Duration delay;           // of every packet
  const WifiChannel* wifi;  // Wi-Fi only
  const NarrowLink* narrow = nullptr;  // with packets of its own only
  bool nr = false;          // an LTE-like hop that is 5G NR's
  // 5G NR: time between scheduling units, and bytes that the delay's own unit takes.
  double unit_s = 0, first_bytes = 0;
  bool broadcast = false;   // Wi-Fi: once to all, unacknowledged
  bool covered = true;      // radio: within reach
  NodeId sender = 0, receiver = 0;     // radio: whose antennas; access points, not the gateway
  double loss = 0;          // wires: share of packets lost
  const std::vector<std::uint32_t>* also = nullptr;  // Wi-Fi: further air that its frames take
  SimTime silent_until{};   // radio: a handover is under way
};

/// Of the hop's resource, when nothing varies: bytes a second, or 1 where time is shared.
inline double capacity_of(const PathHop& hop) {
  const bool by_bytes = hop.kind == HopKind::wire || hop.kind == HopKind::recorded ||
                        hop.kind == HopKind::narrow;
  return by_bytes ? hop.rate : 1.0;
}

struct Path {
  std::vector<PathHop> hops;
  Duration delay{};         // sum of the hops' delays
  Duration round_trip{};    // of a small packet, idle network
  double weight = 1;
  bool wifi = false;        // over Wi-Fi
  bool recorded = false;    // over a recorded link
  bool limited = false;     // over a link with a duty cycle: packets, no connections
  double report_bytes = 0;  // LTE uplink: payload that one buffer status report can announce
  double reported_rate = 0; // and how fast it goes when alone
  // Where Wi-Fi is the narrowest part, messages take the air in turns (air_turns.hpp).
  bool turns = false;
  std::size_t air_hop = 0;  // the first hop over Wi-Fi
  double turn_bytes = 0;    // most payload of one turn
  bool changing = false;    // may be another at another time: positions, interference, outages
  bool looked_at = false;   // every so often, besides the ends of outages
  bool dead = false;        // out of coverage or out of order
  SimTime silent_until{};   // a handover on the way
  bool lossy = false;       // over wires that lose packets
  double resent = 1;        // how often a byte is sent over TCP until it has arrived, on average
  double largest_window = 1e300;  // bytes that TCP keeps under way between losses
};

using PathIndex = std::uint32_t;

class Paths {
 public:
  /// Adds the topology's resources to `flows`. Without a clock everything stays as at the start.
  Paths(const Topology& topology, const Coefficients& coefficients, FlowSystem& flows,
        const Engine* clock, std::uint64_t seed);

  /// Found or made now. REQUIRES: from != to, joined.
  PathIndex between(NodeId from, NodeId to);
  [[nodiscard]] const Path& at(PathIndex path) const { return paths_[path]; }
  [[nodiscard]] const Topology& topology() const { return topology_; }
  /// The path as it is now, and whether what goes over it must be taken off before it is put in place.
  Path renewed(PathIndex path, bool& changed);
  void replace(PathIndex path, Path&& with) { paths_[path] = std::move(with); }
  /// When an outage or a handover on it begins or ends next; kNever: none does.
  [[nodiscard]] SimTime next_change(const Path& path) const;
  /// One that ends in a broadcast on the last hop's Wi-Fi.
  PathIndex broadcast(PathIndex like);

  /// What a message of this size takes of the hop's resource.
  [[nodiscard]] double cost(const PathHop& hop, double bytes, Transport transport) const;
  [[nodiscard]] Airtime airtime(const PathHop& hop, double bytes, Transport transport) const;
  /// What each byte of such a piece takes of each resource on the path. Of the last piece of a
  /// message, what follows delivery is left out: trailing().
  void uses(const Path& path, double bytes, Transport transport, bool last,
            std::vector<Use>& out) const;
  /// Seconds of the air that are taken after delivery of such a last piece, by resource.
  void trailing(const Path& path, double bytes, Transport transport, std::vector<Use>& out) const;
  /// Seconds of the air that a piece takes more than alone, when so many senders compete for it.
  [[nodiscard]] double contention_s(const Path& path, double bytes, Transport transport,
                                    std::size_t senders) const;
  /// Seconds of the air for a packet without data.
  [[nodiscard]] double signal_s(const PathHop& hop, std::size_t senders) const;
  /// Seconds per byte of the air for a piece that rides in the exchange of the one before.
  [[nodiscard]] double riding(const PathHop& hop, double bytes, Transport transport) const;
  /// From the last byte's leaving the sender to its arrival.
  [[nodiscard]] Duration tail(const Path& path, double bytes, Transport transport) const;
  /// Of a message alone on an idle network whose connection is open and warm.
  [[nodiscard]] Duration nominal(const Path& path, double bytes) const;
  /// Resource of a wired, recorded or narrow link from that end.
  [[nodiscard]] std::uint32_t resource_from(LinkIndex link, NodeId end) const;

 private:
  struct LinkModel {
    std::uint32_t forward = 0, backward = 0;  // resources of wires
    Duration delay_down{}, delay_up{};        // of cells
    Duration unit_down{}, unit_up{};          // of NR
  };

  void add(LinkIndex index, FlowSystem& flows);
  LinkModel model_of(const WiredLink& link, FlowSystem& flows) const;
  LinkModel model_of(const RecordedLink& link, FlowSystem& flows) const;
  LinkModel model_of(const NarrowLink& link, FlowSystem& flows) const;

  [[nodiscard]] Path make(NodeId from, NodeId to);
  void settle(Path& path) const;
  void find_turns(Path& path) const;
  [[nodiscard]] PathHop translate(const Hop& hop);
  [[nodiscard]] PathHop wifi_hop(const Hop& hop);
  template <class CellLink>
  [[nodiscard]] PathHop cell_hop(const Hop& hop, const CellLink& link);
  [[nodiscard]] PathHop wire_hop(const Hop& hop, const WiredLink& link) const;
  [[nodiscard]] PathHop recorded_hop(const Hop& hop, const RecordedLink& link) const;
  [[nodiscard]] PathHop narrow_hop(const Hop& hop, const NarrowLink& link) const;
  [[nodiscard]] Duration one_way(const Path& path) const;
  [[nodiscard]] double rest_of_unit(const PathHop& hop, double bytes, Transport transport) const;
  [[nodiscard]] double packet_time(const PathHop& hop, double bytes, Transport transport) const;

  Topology topology_;
  Routes routes_;
  Coefficients c_;
  Contention contention_;
  Places places_;
  OutageTimes outages_;
  RadioLinks radios_;
  std::vector<LinkModel> models_;
  std::vector<Path> paths_;
  PairIndex index_;  // 0 = not made yet, else number + 1
  std::map<std::tuple<NodeId, LinkIndex, NodeId>, PathIndex> broadcasts_;  // by sender, link, transmitter
};

}  // namespace lastmile::network::fluid
