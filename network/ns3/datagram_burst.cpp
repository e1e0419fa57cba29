#include "network/ns3/datagram_burst.hpp"

#include <ns3/inet-socket-address.h>
#include <ns3/packet.h>
#include <ns3/simulator.h>
#include <ns3/udp-socket-factory.h>

#include <algorithm>

#include "network/ns3/records.hpp"

namespace lastmile::network {
namespace {
constexpr std::uint64_t kDatagramBytes = 1400;
constexpr std::int64_t kGraceMs = 500;  // longer than the life of a packet in any queue of the stack
}  // namespace

DatagramBurst::DatagramBurst(ns3::Ptr<ns3::Node> from, ns3::Ptr<ns3::Node> to, ns3::Ipv4Address target,
                             std::uint16_t port, std::uint64_t bytes, ByteRate pace, Ended ended)
    : total_(bytes), unsent_(bytes), pace_(pace), ended_(std::move(ended)) {
  const ns3::TypeId udp = ns3::UdpSocketFactory::GetTypeId();
  receiver_ = ns3::Socket::CreateSocket(to, udp);
  SIM_CHECK(receiver_->Bind(ns3::InetSocketAddress(ns3::Ipv4Address::GetAny(), port)) == 0, "udp port in use");
  receiver_->SetRecvCallback(ns3::MakeCallback(&DatagramBurst::on_data, this));
  sender_ = ns3::Socket::CreateSocket(from, udp);
  sender_->Connect(ns3::InetSocketAddress(target, port));
  next_ = ns3::Simulator::ScheduleNow(&DatagramBurst::send_next, this);
}

DatagramBurst::~DatagramBurst() {
  next_.Cancel();
  grace_.Cancel();
  receiver_->SetRecvCallback(ns3::MakeNullCallback<void, ns3::Ptr<ns3::Socket>>());
  receiver_->Close();
  sender_->Close();
}

void DatagramBurst::send_next() {
  const std::uint64_t size = std::min(unsent_, kDatagramBytes);
  const auto packet = ns3::Create<ns3::Packet>(static_cast<std::uint32_t>(size));
  if (marked_ != kNoTransfer) Records::tag(packet, marked_);
  sender_->Send(packet);
  unsent_ -= size;
  if (unsent_ > 0) {
    const Duration gap = Bytes(static_cast<double>(size)) / pace_;
    next_ = ns3::Simulator::Schedule(ns3::NanoSeconds(gap.count()), &DatagramBurst::send_next, this);
  } else {
    grace_ = ns3::Simulator::Schedule(ns3::MilliSeconds(kGraceMs), &DatagramBurst::finish, this);
  }
}

void DatagramBurst::on_data(ns3::Ptr<ns3::Socket> socket) {
  while (const ns3::Ptr<ns3::Packet> packet = socket->Recv()) {
    delivered_ += packet->GetSize();
    if (arrived_) arrived_(packet->GetSize());
  }
  if (delivered_ == total_) finish();
}

void DatagramBurst::finish() {
  next_.Cancel();
  grace_.Cancel();
  ended_(delivered_);  // may destroy this
}

}  // namespace lastmile::network
