// rlc: one direction of one UE's bearer: queue, segmentation, delivery in order.
//   each packet costs 4 B (SDAP 1, PDCP 3), each segment 5 B more (RLC 2, MAC 3)
// Source:  TS 37.324 6.2.2, TS 38.323 6.2.2.3 (18-bit numbers), TS 38.322 6.2.2.3 (UM), TS 38.321
//          6.1.2.
// Valid:   a bounded queue. Unacknowledged mode: a packet one of whose segments is given up is
//          lost. Acknowledged mode: the segment is sent again at once, as if the status report cost
//          nothing. Order is kept as PDCP keeps it, but a gap closes when the loss is known, not
//          after t-Reordering.
// Ignores: ciphering, header compression, segment offsets of 2 B in middle segments.
// Checked: tests/nr/rlc_test.cpp (conservation under random loss and reordering).  C++17.
#pragma once

#include <ns3/packet.h>

#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

namespace lastmile::network::nr {

struct Segment {
  std::uint64_t packet;  ///< running number
  std::int64_t bytes;
};

class Rlc {
 public:
  using Deliver = std::function<void(ns3::Ptr<ns3::Packet>)>;
  Rlc(std::int64_t capacity_bytes, Deliver deliver)
      : capacity_(capacity_bytes), deliver_(std::move(deliver)) {}

  /// False: the queue is full and the packet is dropped.
  bool push(const ns3::Ptr<ns3::Packet>& packet);
  /// Bytes that wait, with the headers that they will need at least.
  [[nodiscard]] std::int64_t backlog() const;
  /// Fills a block of this size; what waits to be sent again goes first.
  std::vector<Segment> take(std::int64_t bytes);

  void received(const std::vector<Segment>& segments);
  void given_up(const std::vector<Segment>& segments);
  /// Sends these again: acknowledged mode, or a block dropped at a handover.
  void again(const std::vector<Segment>& segments);

  [[nodiscard]] std::uint64_t dropped() const { return dropped_; }

 private:
  struct Record {
    ns3::Ptr<ns3::Packet> packet;
    std::int64_t unsent, missing;
    bool lost;
  };
  Record* find(std::uint64_t packet);
  void deliver_ready();

  std::int64_t capacity_;
  Deliver deliver_;
  std::deque<Record> records_;  ///< from the oldest that has not been delivered
  std::deque<Segment> again_;
  std::uint64_t first_ = 0;  ///< number of records_.front()
  std::uint64_t next_unsent_ = 0;
  std::int64_t unsent_bytes_ = 0, again_bytes_ = 0;
  std::uint64_t dropped_ = 0;
};

}  // namespace lastmile::network::nr
