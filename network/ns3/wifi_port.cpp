#include "network/ns3/wifi_port.hpp"

namespace lastmile::network {

ns3::TypeId WifiPort::GetTypeId() {
  static const ns3::TypeId id =
      ns3::TypeId("lastmile::WifiPort").SetParent<ns3::NetDevice>().SetGroupName("Network");
  return id;
}

bool WifiPort::Send(ns3::Ptr<ns3::Packet> packet, const ns3::Address& to, std::uint16_t protocol) {
  if (carry_) carry_(packet, ns3::Mac48Address::ConvertFrom(to), protocol);
  return true;
}

void WifiPort::deliver(const ns3::Ptr<const ns3::Packet>& packet, std::uint16_t protocol,
                       ns3::Mac48Address from) {
  receive(packet, protocol, from);
}

void WifiPort::DoDispose() {
  carry_ = nullptr;
  CarriedDevice::DoDispose();
}

}  // namespace lastmile::network
