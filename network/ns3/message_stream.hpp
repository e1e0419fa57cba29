// Messages of one ordered pair of nodes over one persistent TCP connection of ns-3, in order.
// The connection opens with the first message. Payload is virtual: only its length travels.
// C++17.
#pragma once

#include <ns3/address.h>
#include <ns3/node.h>
#include <ns3/sequence-number.h>
#include <ns3/socket.h>
#include <ns3/tcp-header.h>
#include <ns3/tcp-socket-base.h>

#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

#include "network/network.hpp"
#include "network/ns3/records.hpp"

namespace lastmile::network {

class MessageStream {
 public:
  /// `ended(id, ok, bytes delivered)` is called from inside an ns-3 event.
  using Ended = std::function<void(TransferId, bool, std::uint64_t)>;

  MessageStream(ns3::Ptr<ns3::Node> from, ns3::Ptr<ns3::Node> to, ns3::Ipv4Address target, std::uint16_t port,
                Ended ended);
  MessageStream(const MessageStream&) = delete;
  MessageStream& operator=(const MessageStream&) = delete;
  ~MessageStream();

  /// Before the first message: what happens to each is put down there.
  void record(Records* records) { records_ = records; }
  void send(TransferId id, std::uint64_t bytes);
  /// Drops what of this message has not been given to TCP yet; `ended` is not called for it.
  void cancel(TransferId id);
  /// Nothing waits to be sent or acknowledged.
  [[nodiscard]] bool idle() const;
  [[nodiscard]] std::uint64_t delivered() const { return delivered_; }

 private:
  struct Message {
    TransferId id;
    std::uint64_t bytes;
    std::uint64_t end;  // position in the stream just after its last byte
    bool cancelled;
  };

  void listen();
  void open();
  void pump();
  [[nodiscard]] const Message& writing() const;
  void on_segment(ns3::Ptr<const ns3::Packet> packet, const ns3::TcpHeader& header,
                  ns3::Ptr<const ns3::TcpSocketBase>);
  void on_room(ns3::Ptr<ns3::Socket>, std::uint32_t) { pump(); }
  void on_connected(ns3::Ptr<ns3::Socket>);
  void on_failed(ns3::Ptr<ns3::Socket>);
  void leave(const ns3::Ptr<ns3::Socket>& socket);
  void on_accepted(ns3::Ptr<ns3::Socket> socket, const ns3::Address&);
  void on_data(ns3::Ptr<ns3::Socket> socket);

  ns3::Ptr<ns3::Node> from_, to_;
  ns3::Ipv4Address target_;
  std::uint16_t port_;
  Ended ended_;
  ns3::Ptr<ns3::Socket> listener_, sender_, receiver_;
  std::vector<ns3::Ptr<ns3::Socket>> failed_;  // ns-3 is still in their calls when we hear of it
  std::deque<Message> messages_;   // not yet delivered, in order
  std::uint64_t queued_ = 0;       // end of the last message
  std::uint64_t written_ = 0;      // given to TCP
  std::uint64_t delivered_ = 0;
  std::uint32_t buffer_bytes_ = 0; // room of the empty send buffer
  bool connected_ = false;
  Records* records_ = nullptr;
  ns3::SequenceNumber32 sent_to_;  // end of what was ever sent
};

}  // namespace lastmile::network
