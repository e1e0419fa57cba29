// One udp transfer on ns-3: datagrams of 1,400 bytes, paced at the route's nominal rate, never repeated.
// It ends when all have arrived, or a grace time after the last was sent.
// C++17.
#pragma once

#include <ns3/event-id.h>
#include <ns3/node.h>
#include <ns3/socket.h>

#include <cstdint>
#include <functional>

#include "network/network.hpp"

namespace lastmile::network {

class DatagramBurst {
 public:
  using Ended = std::function<void(std::uint64_t delivered)>;
  using Arrived = std::function<void(std::uint64_t bytes)>;

  DatagramBurst(ns3::Ptr<ns3::Node> from, ns3::Ptr<ns3::Node> to, ns3::Ipv4Address target, std::uint16_t port,
                std::uint64_t bytes, ByteRate pace, Ended ended);
  DatagramBurst(const DatagramBurst&) = delete;
  DatagramBurst& operator=(const DatagramBurst&) = delete;
  ~DatagramBurst();
  /// Marks its datagrams as those of this transfer, for Records.
  void mark(TransferId id) { marked_ = id; }
  /// Tells of every datagram.
  void on_arrival(Arrived arrived) { arrived_ = std::move(arrived); }

 private:
  void send_next();
  void on_data(ns3::Ptr<ns3::Socket> socket);
  void finish();

  ns3::Ptr<ns3::Socket> sender_, receiver_;
  std::uint64_t total_, unsent_;
  std::uint64_t delivered_ = 0;
  ByteRate pace_;
  Ended ended_;
  Arrived arrived_;
  TransferId marked_ = kNoTransfer;
  ns3::EventId next_, grace_;
};

}  // namespace lastmile::network
