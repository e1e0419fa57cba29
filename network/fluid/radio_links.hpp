// radio_links: which access point or cell a station is with, and what the radio gives it there, now.
//   Wi-Fi  the access point it hears best at the start; another one when that is heard roam_margin_db
//          better; nothing passes for 62 ms then
//   LTE    the same by event A3: a3_hysteresis_db better for a3_time; 30 ms
//   NR     the same: a3_offset_db, a3_time, handover_interruption
//   A station without traffic changes when it next has some, at no cost.
//   interference between cells of a link:
//     SINR = SNR / (1 + sum over j of L_j I_j)
//     L_j   load of cell j in the same direction: when a UE begins to send or receive, whether it is busy;
//           every 100 ms after that, the share of the time that it was (weights fall with 100 ms)
//     down  I_j  the SNR that cell j would give this UE; of NR without its antennas' array gain, as a
//                beam points elsewhere
//     up    I_j  what a UE of cell j sends into this cell, over noise: the mean over j's UEs at the start
//   Out of coverage: below the lowest threshold, without interference (LTE: either direction; NR: down).
// Source:  thresholds and losses: wifi_airtime.hpp, lte_rate.hpp, network/ns3/nr/flow_rate.hpp. 62 ms:
//          what network/ns3 takes for scanning and association; 30 ms: handover_interruption of NR's
//          options, LTE taken to be alike (assumed).
// Valid:   signals of access points and cells of one link are compared, all sent with the same power.
//          Interference on Wi-Fi: air.hpp.
// Ignores: measurement errors, failed handovers, interference between links.
// Checked: tests/unit/network/fluid_cells_test.cpp, fluid_motion_test.cpp
#pragma once

#include <map>
#include <vector>

#include "network/fluid/air.hpp"
#include "network/fluid/places.hpp"
#include "network/fluid/radio_model.hpp"
#include "network/fluid/wifi_airtime.hpp"
#include "network/routes.hpp"

namespace lastmile::network::fluid {

inline constexpr Duration kLookEvery = std::chrono::milliseconds(100);

/// What one hop over a radio is at this moment.
struct RadioLook {
  std::uint32_t resource = 0;
  const std::vector<std::uint32_t>* also = nullptr;  // Wi-Fi: further air that its frames take
  double rate = 0;                                   // bytes per second when alone
  NodeId site = 0;                                   // that serves; ad hoc: the sender
  bool covered = true;
  SimTime silent_until{};
};

class RadioLinks {
 public:
  /// All of them outlive it.
  RadioLinks(const Topology& topology, const Coefficients& coefficients, const Places& places,
             FlowSystem& flows);
  RadioLinks(const RadioLinks&) = delete;
  RadioLinks& operator=(const RadioLinks&) = delete;

  /// Adds the link's resources; links come in their order. Throws ConfigError when a station is out of
  /// coverage.
  void add(LinkIndex index, const WifiLink& link);
  void add(LinkIndex index, const AdhocLink& link);
  void add(LinkIndex index, const LteLink& link);
  void add(LinkIndex index, const NrLink& link);

  RadioLook look(const Hop& hop);
  /// Whether looking again at another time may show something else.
  [[nodiscard]] bool changes(const Hop& hop) const;
  [[nodiscard]] const WifiChannel& channel(LinkIndex link) const { return groups_.at(link).wifi; }
  /// The fastest UE's rate; of a link where anybody moves, what is fastest close to the cell.
  [[nodiscard]] double best_rate(LinkIndex link, bool down) const {
    return down ? groups_.at(link).best_down : groups_.at(link).best_up;
  }

 private:
  struct Site {
    NodeId node;
    std::uint32_t down, up;  // resources; one on Wi-Fi
    std::vector<double> heard_up;  // by other site: mean of what one of its UEs sends here, over noise
  };
  struct Attachment {
    std::uint32_t site = 0, better = 0;
    bool known = false, waiting = false;  // waiting: for `better` to stay so long enough
    bool fresh = true;                    // nobody has looked for a while: it begins now
    SimTime looked{}, better_since{}, silent_until{};
  };
  struct Group {
    WifiChannel wifi{};
    std::vector<Site> sites;
    std::map<NodeId, Attachment> attached;  // where there are several sites
    CellMemo memo;
    double best_down = 0, best_up = 0, least_db = 0;
  };

  template <class CellLink>
  void add_cells(LinkIndex index, const CellLink& link);
  template <class CellLink>
  void hear_uplinks(Group& group, const CellLink& link);
  template <class CellLink>
  RadioLook look_cells(const Hop& hop, Group& group, const CellLink& link);
  template <class CellLink>
  [[nodiscard]] double interference_db(const Group& group, const CellLink& link, const Attachment& with,
                                       NodeId ue, bool down) const;
  RadioLook look_wifi(const Hop& hop, Group& group, const WifiLink& link);
  RadioLook look_adhoc(const Hop& hop, Group& group);

  template <class AnyLink>
  const Attachment& attach(Group& group, const AnyLink& link, NodeId station);
  template <class AnyLink>
  void reconsider(Group& group, const AnyLink& link, NodeId station, Attachment& known);
  template <class AnyLink>
  [[nodiscard]] std::uint32_t strongest(const Group& group, const AnyLink& link, NodeId station) const;
  template <class AnyLink>
  [[nodiscard]] double heard_db(const Group& group, const AnyLink& link, std::uint32_t site,
                                NodeId station) const;
  [[nodiscard]] bool anybody_moves(const Group& group, NodeId station) const;
  [[nodiscard]] double snr_db(const WifiChannel& channel, NodeId a, NodeId b) const;
  template <class CellLink>
  [[nodiscard]] double snr_db(const CellLink& link, NodeId cell, NodeId ue, bool down) const {
    return quiet_snr_db(link, places_.metres(cell, ue), places_.loss_db(cell, ue), down, c_);
  }
  template <class AnyLink>
  [[noreturn]] void refuse(const AnyLink& link, NodeId a, NodeId b, double snr_db, double least) const;

  const Topology& topology_;
  const Coefficients& c_;
  const Places& places_;
  FlowSystem& flows_;
  Air air_;
  std::map<LinkIndex, Group> groups_;
};

}  // namespace lastmile::network::fluid
