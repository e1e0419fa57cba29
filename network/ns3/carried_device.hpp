// What ns-3 asks of a device whose packets somebody else carries: no channel, no queue, never down.
// Who derives from it says how a packet is sent and whether there is broadcast and ARP. C++17.
#pragma once

#include <ns3/channel.h>
#include <ns3/net-device.h>
#include <ns3/node.h>
#include <ns3/packet.h>

namespace lastmile::network {

class CarriedDevice : public ns3::NetDevice {
 public:
  void SetIfIndex(std::uint32_t i) override { if_index_ = i; }
  std::uint32_t GetIfIndex() const override { return if_index_; }
  ns3::Ptr<ns3::Channel> GetChannel() const override { return nullptr; }
  void SetAddress(ns3::Address address) override { address_ = address; }
  ns3::Address GetAddress() const override { return address_; }
  bool SetMtu(std::uint16_t mtu) override { return mtu_ = mtu, true; }
  std::uint16_t GetMtu() const override { return mtu_; }
  bool IsLinkUp() const override { return true; }
  void AddLinkChangeCallback(ns3::Callback<void>) override {}
  bool IsMulticast() const override { return false; }
  ns3::Address GetMulticast(ns3::Ipv4Address) const override { return GetBroadcast(); }
  ns3::Address GetMulticast(ns3::Ipv6Address) const override { return GetBroadcast(); }
  bool IsBridge() const override { return false; }
  bool IsPointToPoint() const override { return false; }
  bool SendFrom(ns3::Ptr<ns3::Packet>, const ns3::Address&, const ns3::Address&, std::uint16_t) override {
    return false;
  }
  ns3::Ptr<ns3::Node> GetNode() const override { return node_; }
  void SetNode(ns3::Ptr<ns3::Node> node) override { node_ = node; }
  void SetReceiveCallback(ReceiveCallback callback) override { receive_ = callback; }
  void SetPromiscReceiveCallback(PromiscReceiveCallback) override {}
  bool SupportsSendFrom() const override { return false; }

 protected:
  /// Hands a packet to the node's stack.
  void receive(const ns3::Ptr<const ns3::Packet>& packet, std::uint16_t protocol, const ns3::Address& from) {
    if (!receive_.IsNull()) receive_(this, packet, protocol, from);
  }
  void DoDispose() override {
    receive_.Nullify();
    node_ = nullptr;
    ns3::NetDevice::DoDispose();
  }

 private:
  ReceiveCallback receive_;
  ns3::Ptr<ns3::Node> node_;
  ns3::Address address_;
  std::uint32_t if_index_ = 0;
  std::uint16_t mtu_ = 1500;
};

}  // namespace lastmile::network
