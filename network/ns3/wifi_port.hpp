// Where IP meets a Wi-Fi network of several access points: a device whose frames somebody else carries.
// It is never down, so that a change of access point neither clears the ARP cache nor changes a route.
// C++17.
#pragma once

#include <ns3/mac48-address.h>

#include <functional>

#include "network/ns3/carried_device.hpp"

namespace lastmile::network {

class WifiPort : public CarriedDevice {
 public:
  using Carry = std::function<void(const ns3::Ptr<ns3::Packet>&, ns3::Mac48Address to, std::uint16_t protocol)>;
  static ns3::TypeId GetTypeId();
  void set_carrier(Carry carry) { carry_ = std::move(carry); }
  void deliver(const ns3::Ptr<const ns3::Packet>& packet, std::uint16_t protocol, ns3::Mac48Address from);

  bool IsBroadcast() const override { return true; }
  ns3::Address GetBroadcast() const override { return ns3::Mac48Address::GetBroadcast(); }
  bool NeedsArp() const override { return true; }
  bool Send(ns3::Ptr<ns3::Packet> packet, const ns3::Address& to, std::uint16_t protocol) override;

 protected:
  void DoDispose() override;

 private:
  Carry carry_;
};

}  // namespace lastmile::network
