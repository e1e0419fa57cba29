// One message to many stations of one Wi-Fi link: datagrams of 1,400 bytes (and 28 of headers, as IP and
// UDP have), sent once by the access point, group owner or ad hoc member at the basic rate (6 Mb/s),
// without acknowledgement or repetition. Where stations are with several access points each of those sends.
// At most eight wait in a MAC's queue, so that others' messages get between them.
// It ends for a receiver when it has everything, and for all 20 ms after the last datagram was sent.
// Source:  IEEE 802.11-2016 10.3.6 (group addressed frames: no acknowledgement), 10.7.5 (basic rate).
// Checked: tests/cross/wifi_multicast_test.cpp.  C++17.
#pragma once

#include <ns3/event-id.h>

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "network/ns3/world.hpp"

namespace lastmile::network {

class WifiBroadcast {
 public:
  /// Of the receiver at this place among `receivers`.
  using Ended = std::function<void(std::size_t receiver, std::uint64_t delivered)>;

  WifiBroadcast(World& world, LinkIndex link, NodeId head, std::vector<NodeId> receivers, std::uint64_t id,
                std::uint64_t bytes, Ended ended);
  WifiBroadcast(const WifiBroadcast&) = delete;
  WifiBroadcast& operator=(const WifiBroadcast&) = delete;
  ~WifiBroadcast();

  /// Marks its datagrams as those of this transfer, for Records.
  void mark(TransferId id) { marked_ = id; }
  /// So many more bytes are at the head and may be sent.
  void offer(std::uint64_t bytes);
  /// No more will be offered.
  void close();

 private:
  struct Receiver {
    std::vector<bool> has;  // by datagram
    std::uint64_t delivered = 0;
    bool ended = false;
  };

  void pump();
  void finish();
  void end(std::size_t receiver);
  [[nodiscard]] std::uint64_t size_of(std::uint64_t datagram) const;
  void on_datagram(std::uint32_t node, std::uint64_t datagram);

  World& world_;
  const World::Air& air_;
  NodeId head_;
  std::vector<NodeId> nodes_;
  std::map<std::uint32_t, std::size_t> index_;  // by ns-3's number of the node
  std::vector<Receiver> receivers_;
  std::uint64_t id_, total_;
  std::uint64_t offered_ = 0, sent_ = 0;
  bool closed_ = false;
  TransferId marked_ = kNoTransfer;
  Ended ended_;
  ns3::EventId next_;
};

}  // namespace lastmile::network
