// Routes translated into resources, rates and delays.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "network/fluid/coefficients.hpp"
#include "network/fluid/contention.hpp"
#include "network/fluid/flow_system.hpp"
#include "network/fluid/pair_index.hpp"
#include "network/fluid/wifi_airtime.hpp"
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
};

using PathIndex = std::uint32_t;

class Paths {
 public:
  /// Adds the topology's resources to `flows`.
  Paths(const Topology& topology, const Coefficients& coefficients, FlowSystem& flows);

  /// Found or made now. REQUIRES: from != to, joined.
  PathIndex between(NodeId from, NodeId to);
  [[nodiscard]] const Path& at(PathIndex path) const { return paths_[path]; }

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
    std::uint32_t forward = 0, backward = 0;  // resources; the same one on Wi-Fi
    WifiChannel wifi{};
    double best_down = 0, best_up = 0;        // LTE: the fastest UE's rates
  };

  LinkModel model_of(const WifiLink& link, FlowSystem& flows);
  LinkModel model_of(const AdhocLink& link, FlowSystem& flows);
  LinkModel model_of(const LteLink& link, FlowSystem& flows) const;
  LinkModel model_of(const NrLink& link, FlowSystem& flows) const;
  LinkModel model_of(const WiredLink& link, FlowSystem& flows) const;
  LinkModel model_of(const RecordedLink& link, FlowSystem& flows) const;
  LinkModel model_of(const NarrowLink& link, FlowSystem& flows) const;
  std::uint32_t airtime_of(int channel, int width_mhz, FlowSystem& flows);
  void check_range(const std::string& link, const WifiChannel& channel, NodeId a, NodeId b) const;

  [[nodiscard]] Path make(NodeId from, NodeId to) const;
  void find_turns(Path& path) const;
  [[nodiscard]] PathHop translate(const Hop& hop) const;
  [[nodiscard]] PathHop wifi_hop(const Hop& hop) const;
  [[nodiscard]] PathHop lte_hop(const Hop& hop, const LteLink& link) const;
  [[nodiscard]] PathHop nr_hop(const Hop& hop, const NrLink& link) const;
  [[nodiscard]] double to_nearest_cell(const NrLink& link, NodeId ue) const;
  [[nodiscard]] PathHop wire_hop(const Hop& hop, const WiredLink& link) const;
  [[nodiscard]] PathHop recorded_hop(const Hop& hop, const RecordedLink& link) const;
  [[nodiscard]] PathHop narrow_hop(const Hop& hop, const NarrowLink& link) const;
  [[nodiscard]] Duration one_way(const Path& path) const;
  [[nodiscard]] double rest_of_unit(const PathHop& hop, double bytes, Transport transport) const;
  [[nodiscard]] double packet_time(const PathHop& hop, double bytes, Transport transport) const;
  [[nodiscard]] double metres(NodeId a, NodeId b) const;

  Topology topology_;
  Routes routes_;
  Coefficients c_;
  Contention contention_;
  std::vector<LinkModel> models_;
  std::map<std::pair<int, int>, std::uint32_t> airtimes_;  // by channel and width
  std::vector<Path> paths_;
  PairIndex index_;  // 0 = not made yet, else number + 1
};

}  // namespace lastmile::network::fluid
