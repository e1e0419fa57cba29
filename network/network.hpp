// The seam: how bytes move, whatever backend moves them.
//
// Semantics, the same on every backend:
//  - `start` begins moving `size` bytes of one application message from one node to another, now on the
//    engine's clock. `completion` fires exactly once, at the simulated time when the last byte has been
//    delivered to the receiving application (or when the transfer is known to have failed), as an event
//    of its own on the engine: never from inside start() or cancel().
//  - tcp: reliable. Messages between the same ordered pair of nodes share one persistent connection, in
//    order, opened by the first of them (its handshake is part of that message's time).
//    udp: datagrams without retransmission; `delivered` may be less than `size`.
//    arq: datagrams that the application repeats until all have arrived (network/service).
//  - `deadline`: what has not been delivered so long after start is given up: ok = false.
//  - `priority`: a message waits while its sender has messages of a higher one under way. Nothing that
//    moves already is held back, and messages of one priority do not wait for each other here.
//  - A node that is down (churn, an empty battery) fails every message that it sends, gets or relays.
//  - What is given up (deadline, node_down) counts as not delivered, but for arq, which knows.
//  - Behind an outage of a link tcp goes on; udp has lost what it sent meanwhile.
//  - `cancel` ends a transfer whose completion has not fired: what has not been sent is not sent, and
//    the completion never fires. Cancelling an ended transfer does nothing.
//  - A transfer from a node to itself completes now and moves nothing.
//  - The backend copies what it is given. It owns the completion until it has fired or is cancelled.
//  - No clock in the interface; nobody above may ask which backend runs.
// C++17-clean: network/ns3 includes it. The awaitable is network/await.hpp (C++20).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "network/topology.hpp"
#include "sim/units.hpp"

namespace lastmile::network {

using TransferId = std::uint64_t;
inline constexpr TransferId kNoTransfer = UINT64_MAX;

enum class Transport : std::uint8_t { tcp, udp, arq };

struct Transfer {
  Transfer(NodeId from_node, NodeId to_node, Bytes bytes, Transport how = Transport::tcp)
      : from(from_node), to(to_node), size(bytes), transport(how) {}
  NodeId from, to;
  Bytes size;                        ///< whole bytes, at least 1
  Transport transport;
  int priority = 0;                  ///< higher goes first
  Duration deadline{};               ///< from start; zero: none
};

enum class Failure : std::uint8_t { none, connection, deadline, node_down };

struct Outcome {
  bool ok = true;
  Failure why = Failure::none;
  Bytes delivered{0};
  SimTime started{}, finished{};
  Duration queued{};                 ///< of it, before the first byte could go: priority, wake-up, ...
  Duration airtime{};                ///< of all radio frames that carried it, where the backend knows
  std::uint32_t retransmissions = 0; ///< of segments or datagrams, where the backend knows
};

using Completion = std::function<void(const Outcome&)>;

/// The same bytes to many: over one radio channel once, and to each whatever it missed.
struct Multicast {
  NodeId from = 0;
  std::vector<NodeId> to;            ///< at least one, all different, none of them `from`
  Bytes size{1};
  bool reliable = true;              ///< false: what a receiver missed it misses
};

/// One outcome a receiver, in the order of `to`, when the last one has ended.
using MulticastCompletion = std::function<void(const std::vector<Outcome>&)>;

/// How long a radio was in each of its states; of radios whose link has states.
struct StateTimes {
  Duration promotion{}, active{}, continuous{}, short_drx{}, long_drx{}, idle{};  ///< cellular
  Duration awake{}, doze{};                                                       ///< Wi-Fi
  std::uint32_t promotions = 0;
};

/// What a node's radios have done since the start: airtime spent sending and receiving, and bytes over
/// each kind of radio. Inputs of the radio energy model.
struct RadioActivity {
  Duration wifi_transmit{}, wifi_receive{};   ///< infrastructure and ad hoc Wi-Fi together
  Bytes lte_sent{0}, lte_received{0};
  Bytes nr_sent{0}, nr_received{0};
  StateTimes wifi_states, lte_states, nr_states;
};

/// Bytes of application payload that were carried over one link so far, both directions.
struct LinkUse {
  Bytes carried{0};
};

/// The last message of a pair that arrived; what its sender could have measured.
struct LastTransfer {
  Bytes size{0};            ///< 0: none yet
  Duration took{};          ///< from start to delivery
  SimTime finished{};
};

/// What an application could know about the network; never an oracle.
class View {
 public:
  virtual ~View() = default;
  /// Expected time of a message of this size on an otherwise idle network, from configured rates and
  /// delays (what a planner may assume before it has measured anything).
  [[nodiscard]] virtual Duration nominal_time(NodeId from, NodeId to, Bytes size) const = 0;
  [[nodiscard]] virtual RadioActivity radio_activity(NodeId node) const = 0;
  [[nodiscard]] virtual LinkUse link_use(LinkIndex link) const = 0;
  [[nodiscard]] virtual std::size_t in_flight() const = 0;
  [[nodiscard]] virtual bool up(NodeId) const { return true; }
  [[nodiscard]] virtual LastTransfer last_transfer(NodeId, NodeId) const { return {}; }
  /// What a station or UE hears now of the access point or cell that it hears best; nothing where the
  /// link is no radio link of it.
  [[nodiscard]] virtual std::optional<Dbm> signal(NodeId, LinkIndex) const { return std::nullopt; }
};

class Network {
 public:
  virtual ~Network() = default;
  /// REQUIRES: from and to are nodes of the topology, joined by a route; size >= 1 byte.
  virtual TransferId start(const Transfer& transfer, Completion completion) = 0;
  virtual void cancel(TransferId id) = 0;
  /// REQUIRES of every receiver what start() requires. Of a backend: raw, nothing is repeated, and
  /// kNoTransfer when it cannot send once to many.
  virtual TransferId multicast(const Multicast& transfer, MulticastCompletion completion);
  /// An empty battery, a device that is switched off or on again.
  virtual void set_up(NodeId node, bool up);
  [[nodiscard]] virtual const View& view() const = 0;
  /// What moves the bytes in the end; for reports.
  [[nodiscard]] virtual const Network& backend() const { return *this; }
};

}  // namespace lastmile::network
