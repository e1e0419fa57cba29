#include "network/ns3/wifi_broadcast.hpp"

#include <ns3/header.h>
#include <ns3/simulator.h>
#include <ns3/traffic-control-layer.h>

#include <algorithm>

#include "network/ns3/records.hpp"

namespace lastmile::network {
namespace {

constexpr std::uint64_t kDatagramBytes = 1400;
constexpr std::uint16_t kProtocol = 0x88b5;  // IEEE 802, for local experiments
constexpr std::size_t kMostQueued = 8;
const ns3::Time kLook = ns3::MilliSeconds(5);  // less than eight datagrams take at 6 Mb/s
const ns3::Time kGrace = ns3::MilliSeconds(20);

class DatagramHeader : public ns3::Header {
 public:
  DatagramHeader() = default;
  DatagramHeader(std::uint64_t message, std::uint64_t datagram) : message_(message), datagram_(datagram) {}
  static ns3::TypeId GetTypeId() {
    static const ns3::TypeId id =
        ns3::TypeId("lastmile::DatagramHeader").SetParent<ns3::Header>().AddConstructor<DatagramHeader>();
    return id;
  }
  ns3::TypeId GetInstanceTypeId() const override { return GetTypeId(); }
  std::uint32_t GetSerializedSize() const override { return 28; }
  void Serialize(ns3::Buffer::Iterator at) const override {
    at.WriteU64(message_);
    at.WriteU64(datagram_);
    at.WriteU8(0, 12);
  }
  std::uint32_t Deserialize(ns3::Buffer::Iterator at) override {
    message_ = at.ReadU64();
    datagram_ = at.ReadU64();
    return GetSerializedSize();
  }
  void Print(std::ostream& out) const override { out << message_ << ' ' << datagram_; }
  [[nodiscard]] std::uint64_t message() const { return message_; }
  [[nodiscard]] std::uint64_t datagram() const { return datagram_; }

 private:
  std::uint64_t message_ = 0, datagram_ = 0;
};

void heard(World* world, ns3::Ptr<ns3::NetDevice> device, ns3::Ptr<const ns3::Packet> packet, std::uint16_t,
           const ns3::Address&, const ns3::Address&, ns3::NetDevice::PacketType) {
  DatagramHeader header;
  packet->PeekHeader(header);
  const auto listener = world->listeners.find(header.message());
  if (listener != world->listeners.end()) listener->second(device->GetNode()->GetId(), header.datagram());
}

// With the node, and with the layer to which links that have outages bring their packets.
void let_hear(World& world, NodeId node) {
  if (!world.hears.insert(node).second) return;
  const ns3::Node::ProtocolHandler handler = ns3::MakeBoundCallback(&heard, &world);
  const ns3::Ptr<ns3::Node> where = world.nodes.Get(node);
  where->RegisterProtocolHandler(handler, kProtocol, nullptr);
  where->GetObject<ns3::TrafficControlLayer>()->RegisterProtocolHandler(handler, kProtocol, nullptr);
}

}  // namespace

WifiBroadcast::WifiBroadcast(World& world, LinkIndex link, NodeId head, std::vector<NodeId> receivers,
                             std::uint64_t id, std::uint64_t bytes, Ended ended)
    : world_(world), air_(world.airs.at(link)), head_(head), nodes_(std::move(receivers)), id_(id),
      total_(bytes), ended_(std::move(ended)) {
  const std::uint64_t datagrams = (bytes + kDatagramBytes - 1) / kDatagramBytes;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    let_hear(world_, nodes_[i]);
    index_[world_.nodes.Get(nodes_[i])->GetId()] = i;
    receivers_.emplace_back();
    receivers_.back().has.resize(datagrams);
  }
  world_.listeners[id_] = [this](std::uint32_t node, std::uint64_t datagram) { on_datagram(node, datagram); };
}

WifiBroadcast::~WifiBroadcast() {
  next_.Cancel();
  world_.listeners.erase(id_);
}

void WifiBroadcast::offer(std::uint64_t bytes) {
  offered_ = std::min(total_, offered_ + bytes);
  if (!next_.IsRunning()) next_ = ns3::Simulator::ScheduleNow(&WifiBroadcast::pump, this);
}

void WifiBroadcast::close() {
  closed_ = true;
  if (!next_.IsRunning()) next_ = ns3::Simulator::ScheduleNow(&WifiBroadcast::pump, this);
}

std::uint64_t WifiBroadcast::size_of(std::uint64_t datagram) const {
  return std::min(kDatagramBytes, total_ - datagram * kDatagramBytes);
}

void WifiBroadcast::pump() {
  std::size_t queued = air_.queued(head_);
  for (; queued < kMostQueued && sent_ < offered_; ++queued) {
    const std::uint64_t datagram = sent_ / kDatagramBytes, size = size_of(datagram);
    if (sent_ + size > offered_ && !closed_) break;
    const auto packet = ns3::Create<ns3::Packet>(static_cast<std::uint32_t>(size));
    if (marked_ != kNoTransfer) Records::tag(packet, marked_);
    packet->AddHeader(DatagramHeader(id_, datagram));
    air_.send(head_, packet, kProtocol, nodes_);
    sent_ += size;
  }
  if (sent_ < offered_ || queued > 0) {
    next_ = ns3::Simulator::Schedule(kLook, &WifiBroadcast::pump, this);
  } else if (closed_) {
    next_ = ns3::Simulator::Schedule(kGrace, &WifiBroadcast::finish, this);
  }
}

void WifiBroadcast::on_datagram(std::uint32_t node, std::uint64_t datagram) {
  const auto known = index_.find(node);
  if (known == index_.end()) return;  // not for everybody who hears it
  Receiver& receiver = receivers_[known->second];
  if (receiver.has[datagram]) return;  // from its next access point too
  receiver.has[datagram] = true;
  receiver.delivered += size_of(datagram);
  if (receiver.delivered == total_) end(known->second);
}

void WifiBroadcast::finish() {
  for (std::size_t i = 0; i < receivers_.size(); ++i) end(i);
}

void WifiBroadcast::end(std::size_t i) {
  if (receivers_[i].ended) return;
  receivers_[i].ended = true;
  ended_(i, receivers_[i].delivered);
}

}  // namespace lastmile::network
