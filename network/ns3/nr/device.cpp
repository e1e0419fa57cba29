#include "network/ns3/nr/device.hpp"

#include <ns3/ipv4-header.h>
#include <ns3/ipv4-l3-protocol.h>
#include <ns3/ipv4.h>
#include <ns3/mac48-address.h>
#include <ns3/simulator.h>

namespace lastmile::network::nr {
namespace {

constexpr std::uint32_t kFirstUe = 2;  // host part of its address; 1 is the gateway
constexpr std::uint32_t kMostNetworks = 64;

Radio::Places places_of(const ns3::NodeContainer& nodes) {
  Radio::Places places;
  for (std::uint32_t i = 0; i < nodes.GetN(); ++i)
    places.push_back(nodes.Get(i)->GetObject<ns3::MobilityModel>());
  return places;
}

}  // namespace

ns3::TypeId NrDevice::GetTypeId() {
  static const ns3::TypeId id =
      ns3::TypeId("lastmile::NrDevice").SetParent<ns3::NetDevice>().SetGroupName("Network");
  return id;
}

bool NrDevice::Send(ns3::Ptr<ns3::Packet> packet, const ns3::Address&, std::uint16_t) {
  if (send_) send_(packet);
  return true;
}

void NrDevice::deliver(const ns3::Ptr<ns3::Packet>& packet) {
  receive(packet, ns3::Ipv4L3Protocol::PROT_NUMBER, GetAddress());
}

void NrDevice::DoDispose() {
  send_ = nullptr;
  CarriedDevice::DoDispose();
}

NrNetwork::NrNetwork(const NrOptions& options, const std::string& name, std::uint64_t seed,
                     std::int64_t stream, const Radio::Places& cells,
                     const ns3::Ptr<ns3::Node>& gateway, const ns3::NodeContainer& ues,
                     const std::vector<std::string>& ue_names, std::uint32_t subnet,
                     const Radio::ExtraLoss& extra_loss)
    : backhaul_(options.backhaul), subnet_(subnet) {
  Ran::Setup setup{name, seed, stream, cells, places_of(ues), ue_names, nullptr, nullptr, extra_loss};
  setup.to_ue = [this](std::size_t ue, const ns3::Ptr<ns3::Packet>& packet) {
    ue_devices_[ue]->deliver(packet);
  };
  setup.to_core = [this](std::size_t, const ns3::Ptr<ns3::Packet>& packet) {
    over_backhaul([this, packet] { gateway_device_->deliver(packet); });
  };
  ran_ = std::make_unique<Ran>(options, setup);
  gateway_device_ = ns3::CreateObject<NrDevice>();
  gateway_ = attach(gateway, gateway_device_, kFirstUe - 1);
  gateway_device_->set_sender([this](const ns3::Ptr<ns3::Packet>& packet) { route_down(packet); });
  for (std::uint32_t i = 0; i < ues.GetN(); ++i) {
    ue_devices_.push_back(ns3::CreateObject<NrDevice>());
    ues_.push_back(attach(ues.Get(i), ue_devices_.back(), kFirstUe + i));
    ue_devices_.back()->set_sender(
        [this, i](const ns3::Ptr<ns3::Packet>& packet) { ran_->send_up(i, packet); });
  }
}

NrNetwork::Attachment NrNetwork::attach(const ns3::Ptr<ns3::Node>& node,
                                        const ns3::Ptr<NrDevice>& device, std::uint32_t host) {
  device->SetAddress(ns3::Mac48Address::Allocate());
  node->AddDevice(device);
  const auto ip = node->GetObject<ns3::Ipv4>();
  const std::uint32_t interface = ip->AddInterface(device);
  const ns3::Ipv4Address address(subnet_ + host);
  ip->AddAddress(interface, ns3::Ipv4InterfaceAddress(address, ns3::Ipv4Mask("255.255.0.0")));
  ip->SetMetric(interface, 1);
  ip->SetUp(interface);
  return {address, interface};
}

void NrNetwork::over_backhaul(std::function<void()> what) const {
  if (backhaul_ == Duration(0)) return what();
  ns3::Simulator::Schedule(ns3::NanoSeconds(backhaul_.count()), std::move(what));
}

void NrNetwork::route_down(const ns3::Ptr<ns3::Packet>& packet) {
  ns3::Ipv4Header header;
  packet->PeekHeader(header);
  const std::uint32_t host = header.GetDestination().Get() - subnet_;
  if (host < kFirstUe || host >= kFirstUe + ues_.size())
    return;  // nobody's address: as a real gateway, drop
  over_backhaul([this, host, packet] { ran_->send_down(host - kFirstUe, packet); });
}

void NrNetwork::DoDispose() {
  gateway_device_ = nullptr;
  ue_devices_.clear();
  ns3::Object::DoDispose();
}

std::uint32_t nr_subnet(std::uint32_t link_index) {
  if (link_index >= kMostNetworks)
    throw ConfigError("NR networks must be among the first 64 links");
  return (100u << 24) | ((64 + link_index) << 16);
}

}  // namespace lastmile::network::nr
