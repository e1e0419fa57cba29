// Where IP meets a Wi-Fi network of several access points: a device whose frames somebody else carries.
// It is never down, so that a change of access point neither clears the ARP cache nor changes a route.
// C++17.
#pragma once

#include <ns3/channel.h>
#include <ns3/mac48-address.h>
#include <ns3/net-device.h>
#include <ns3/node.h>
#include <ns3/packet.h>

#include <functional>

namespace lastmile::network {

class WifiPort : public ns3::NetDevice {
 public:
  using Carry = std::function<void(const ns3::Ptr<ns3::Packet>&, ns3::Mac48Address to, std::uint16_t protocol)>;
  static ns3::TypeId GetTypeId();
  void set_carrier(Carry carry) { carry_ = std::move(carry); }
  void deliver(const ns3::Ptr<const ns3::Packet>& packet, std::uint16_t protocol, ns3::Mac48Address from);

  void SetIfIndex(std::uint32_t i) override { if_index_ = i; }
  std::uint32_t GetIfIndex() const override { return if_index_; }
  ns3::Ptr<ns3::Channel> GetChannel() const override { return nullptr; }
  void SetAddress(ns3::Address address) override { address_ = address; }
  ns3::Address GetAddress() const override { return address_; }
  bool SetMtu(std::uint16_t mtu) override { return mtu_ = mtu, true; }
  std::uint16_t GetMtu() const override { return mtu_; }
  bool IsLinkUp() const override { return true; }
  void AddLinkChangeCallback(ns3::Callback<void>) override {}
  bool IsBroadcast() const override { return true; }
  ns3::Address GetBroadcast() const override { return ns3::Mac48Address::GetBroadcast(); }
  bool IsMulticast() const override { return false; }
  ns3::Address GetMulticast(ns3::Ipv4Address) const override { return GetBroadcast(); }
  ns3::Address GetMulticast(ns3::Ipv6Address) const override { return GetBroadcast(); }
  bool IsBridge() const override { return false; }
  bool IsPointToPoint() const override { return false; }
  bool Send(ns3::Ptr<ns3::Packet> packet, const ns3::Address& to, std::uint16_t protocol) override;
  bool SendFrom(ns3::Ptr<ns3::Packet>, const ns3::Address&, const ns3::Address&, std::uint16_t) override {
    return false;
  }
  ns3::Ptr<ns3::Node> GetNode() const override { return node_; }
  void SetNode(ns3::Ptr<ns3::Node> node) override { node_ = node; }
  bool NeedsArp() const override { return true; }
  void SetReceiveCallback(ReceiveCallback callback) override { receive_ = callback; }
  void SetPromiscReceiveCallback(PromiscReceiveCallback) override {}
  bool SupportsSendFrom() const override { return false; }

 protected:
  void DoDispose() override;

 private:
  Carry carry_;
  ReceiveCallback receive_;
  ns3::Ptr<ns3::Node> node_;
  ns3::Address address_;
  std::uint32_t if_index_ = 0;
  std::uint16_t mtu_ = 1500;
};

}  // namespace lastmile::network
