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
//  - `cancel` ends a transfer whose completion has not fired: what has not been sent is not sent, and
//    the completion never fires. Cancelling an ended transfer does nothing.
//  - A transfer from a node to itself completes now and moves nothing.
//  - The backend copies what it is given. It owns the completion until it has fired or is cancelled.
//  - No clock in the interface; nobody above may ask which backend runs.
// C++17-clean: network/ns3 includes it. The awaitable is network/await.hpp (C++20).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "network/topology.hpp"
#include "sim/units.hpp"

namespace lastmile::network {

using TransferId = std::uint64_t;

enum class Transport : std::uint8_t { tcp, udp };

struct Transfer {
  Transfer(NodeId from_node, NodeId to_node, Bytes bytes, Transport how = Transport::tcp)
      : from(from_node), to(to_node), size(bytes), transport(how) {}
  NodeId from, to;
  Bytes size;                        ///< whole bytes, at least 1
  Transport transport;
};

struct Outcome {
  bool ok = true;
  Bytes delivered{0};
  SimTime started{}, finished{};
};

using Completion = std::function<void(const Outcome&)>;

/// What a node's radios have done since the start: airtime spent sending and receiving, and bytes over
/// each kind of radio. Inputs of the radio energy model.
struct RadioActivity {
  Duration wifi_transmit{}, wifi_receive{};   ///< infrastructure and ad hoc Wi-Fi together
  Bytes lte_sent{0}, lte_received{0};
  Bytes nr_sent{0}, nr_received{0};
};

/// Bytes of application payload that were carried over one link so far, both directions.
struct LinkUse {
  Bytes carried{0};
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
};

class Network {
 public:
  virtual ~Network() = default;
  /// REQUIRES: from and to are nodes of the topology, joined by a route; size >= 1 byte.
  virtual TransferId start(const Transfer& transfer, Completion completion) = 0;
  virtual void cancel(TransferId id) = 0;
  [[nodiscard]] virtual const View& view() const = 0;
};

}  // namespace lastmile::network
