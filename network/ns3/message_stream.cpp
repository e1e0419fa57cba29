#include "network/ns3/message_stream.hpp"

#include <ns3/inet-socket-address.h>
#include <ns3/packet.h>
#include <ns3/tcp-socket-factory.h>

#include <algorithm>

namespace lastmile::network {

MessageStream::MessageStream(ns3::Ptr<ns3::Node> from, ns3::Ptr<ns3::Node> to, ns3::Ipv4Address target,
                             std::uint16_t port, Ended ended)
    : from_(std::move(from)), to_(std::move(to)), target_(target), port_(port), ended_(std::move(ended)) {}

MessageStream::~MessageStream() {
  for (const ns3::Ptr<ns3::Socket>& socket : {listener_, sender_, receiver_}) leave(socket);
}

void MessageStream::leave(const ns3::Ptr<ns3::Socket>& socket) {
  if (socket == nullptr) return;
  socket->SetRecvCallback(ns3::MakeNullCallback<void, ns3::Ptr<ns3::Socket>>());
  socket->SetSendCallback(ns3::MakeNullCallback<void, ns3::Ptr<ns3::Socket>, std::uint32_t>());
  socket->SetConnectCallback(ns3::MakeNullCallback<void, ns3::Ptr<ns3::Socket>>(),
                             ns3::MakeNullCallback<void, ns3::Ptr<ns3::Socket>>());
  socket->SetCloseCallbacks(ns3::MakeNullCallback<void, ns3::Ptr<ns3::Socket>>(),
                            ns3::MakeNullCallback<void, ns3::Ptr<ns3::Socket>>());
}

void MessageStream::send(TransferId id, std::uint64_t bytes) {
  queued_ += bytes;
  messages_.push_back({id, bytes, queued_, false});
  if (sender_ == nullptr) open();
  pump();
}

void MessageStream::cancel(TransferId id) {
  const auto found = std::find_if(messages_.begin(), messages_.end(),
                                  [id](const Message& m) { return m.id == id; });
  if (found == messages_.end()) return;
  const std::uint64_t start = found->end - found->bytes;
  const std::uint64_t unsent = found->end - std::clamp(written_, start, found->end);
  for (auto later = found; later != messages_.end(); ++later) later->end -= unsent;
  queued_ -= unsent;
  found->bytes -= unsent;
  found->cancelled = true;
  if (found->bytes == 0) messages_.erase(found);
}

bool MessageStream::idle() const {
  if (sender_ == nullptr) return true;
  return written_ == queued_ && delivered_ == queued_ && connected_ && sender_->GetTxAvailable() == buffer_bytes_;
}

void MessageStream::listen() {
  listener_ = ns3::Socket::CreateSocket(to_, ns3::TcpSocketFactory::GetTypeId());
  listener_->Bind(ns3::InetSocketAddress(ns3::Ipv4Address::GetAny(), port_));
  listener_->Listen();
  listener_->SetAcceptCallback(
      ns3::MakeNullCallback<bool, ns3::Ptr<ns3::Socket>, const ns3::Address&>(),
      ns3::MakeCallback(&MessageStream::on_accepted, this));
}

void MessageStream::open() {
  if (listener_ == nullptr) listen();
  sender_ = ns3::Socket::CreateSocket(from_, ns3::TcpSocketFactory::GetTypeId());
  sender_->SetConnectCallback(ns3::MakeCallback(&MessageStream::on_connected, this),
                              ns3::MakeCallback(&MessageStream::on_failed, this));
  sender_->SetCloseCallbacks(ns3::MakeNullCallback<void, ns3::Ptr<ns3::Socket>>(),
                             ns3::MakeCallback(&MessageStream::on_failed, this));
  sender_->SetSendCallback(ns3::MakeCallback(&MessageStream::on_room, this));
  sent_to_ = ns3::SequenceNumber32(0);
  if (records_ != nullptr) {
    sender_->TraceConnectWithoutContext("Tx", ns3::MakeCallback(&MessageStream::on_segment, this));
  }
  sender_->Connect(ns3::InetSocketAddress(target_, port_));
}

void MessageStream::on_connected(ns3::Ptr<ns3::Socket>) {
  connected_ = true;
  buffer_bytes_ = sender_->GetTxAvailable();
  pump();
}

// TCP gave up, opening or repeating: what is under way has failed, and the next message opens anew.
void MessageStream::on_failed(ns3::Ptr<ns3::Socket>) {
  for (ns3::Ptr<ns3::Socket>* socket : {&sender_, &receiver_}) {
    leave(*socket);
    failed_.push_back(*socket);
    *socket = nullptr;
  }
  connected_ = false;
  std::deque<Message> lost;
  lost.swap(messages_);
  queued_ = written_ = delivered_;
  for (const Message& message : lost) {
    if (!message.cancelled) ended_(message.id, false, 0);
  }
}

void MessageStream::on_accepted(ns3::Ptr<ns3::Socket> socket, const ns3::Address&) {
  receiver_ = socket;
  receiver_->SetRecvCallback(ns3::MakeCallback(&MessageStream::on_data, this));
}

void MessageStream::pump() {
  while (connected_ && written_ < queued_) {
    std::uint64_t chunk =
        std::min<std::uint64_t>({queued_ - written_, sender_->GetTxAvailable(), std::uint64_t{65536}});
    if (chunk == 0) return;
    if (records_ != nullptr) chunk = std::min(chunk, writing().end - written_);
    const auto packet = ns3::Create<ns3::Packet>(static_cast<std::uint32_t>(chunk));
    if (records_ != nullptr) Records::tag(packet, writing().id);
    const int taken = sender_->Send(packet);
    if (taken <= 0) return;
    written_ += static_cast<std::uint64_t>(taken);
  }
}

const MessageStream::Message& MessageStream::writing() const {
  return *std::find_if(messages_.begin(), messages_.end(), [this](const Message& m) { return m.end > written_; });
}

void MessageStream::on_segment(ns3::Ptr<const ns3::Packet> packet, const ns3::TcpHeader& header,
                               ns3::Ptr<const ns3::TcpSocketBase>) {
  if (packet->GetSize() == 0) return;
  const ns3::SequenceNumber32 start = header.GetSequenceNumber();
  records_->segment(packet, start < sent_to_);
  sent_to_ = std::max(sent_to_, start + packet->GetSize());
}

void MessageStream::on_data(ns3::Ptr<ns3::Socket> socket) {
  while (const ns3::Ptr<ns3::Packet> packet = socket->Recv()) delivered_ += packet->GetSize();
  while (!messages_.empty() && messages_.front().end <= delivered_) {
    const Message done = messages_.front();
    messages_.pop_front();
    if (!done.cancelled) ended_(done.id, true, done.bytes);
  }
}

}  // namespace lastmile::network
