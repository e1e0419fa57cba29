#include "network/ns3/background.hpp"

#include <ns3/ppp-header.h>
#include <ns3/queue.h>
#include <ns3/simulator.h>

#include <algorithm>
#include <cmath>

namespace lastmile::network {
namespace {

// Our own packets are IPv4: the stack has no IPv6.
constexpr std::uint16_t kEtherType = 0x86DD, kPppProtocol = 0x0057;
constexpr std::uint32_t kPayload = 1500;
constexpr double kFrameBytes = 1502, kFramesABurst = 10;
constexpr double kLongestWaitNs = 5e9;

}  // namespace

bool is_background(const ns3::Ptr<const ns3::Packet>& frame) {
  ns3::PppHeader header;
  frame->PeekHeader(header);
  return header.GetProtocol() == kPppProtocol;
}

Background::Background(const WiredLink& link, const ns3::Ptr<ns3::PointToPointNetDevice>& sender,
                       RandomStream random)
    : sender_(sender), random_(random) {
  const double burst_ns = 1e9 * kFramesABurst * kFrameBytes / link.rate.value();
  const double slack = 1 - std::sqrt(link.background);
  gap_ns_ = burst_ns / link.background;
  relaxation_ = ns3::NanoSeconds(
      static_cast<std::int64_t>(std::min(kLongestWaitNs, 3 * burst_ns / (slack * slack))));
  burst();
}

void Background::burst() {
  const double frames = portable_log(1 - random_.uniform()) / portable_log(1 - 1 / kFramesABurst);
  for (double i = 0; i <= frames; ++i) {
    sender_->Send(ns3::Create<ns3::Packet>(kPayload), sender_->GetBroadcast(), kEtherType);
  }
  const auto gap = static_cast<std::int64_t>(random_.exponential(gap_ns_));
  ns3::Simulator::Schedule(ns3::NanoSeconds(gap), &Background::burst, this);
}

bool Background::at_rest() {
  if (!seen_empty_) {
    seen_empty_ = sender_->GetQueue()->IsEmpty();
    empty_since_ = ns3::Simulator::Now();
  }
  return seen_empty_ && ns3::Simulator::Now() - empty_since_ >= relaxation_;
}

}  // namespace lastmile::network
