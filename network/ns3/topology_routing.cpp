#include "network/ns3/topology_routing.hpp"

#include <ns3/internet-stack-helper.h>
#include <ns3/ipv4-list-routing.h>
#include <ns3/ipv4-routing-helper.h>
#include <ns3/ipv4-static-routing.h>

#include <algorithm>

namespace lastmile::network {

const AddressBook::Owner* AddressBook::owner(ns3::Ipv4Address address) const {
  if (owners_.empty()) {
    for (const auto& [key, interface] : world_.interfaces) {
      owners_.emplace(interface.address.Get(), Owner{key.first, key.second});
    }
  }
  const auto found = owners_.find(address.Get());
  return found == owners_.end() ? nullptr : &found->second;
}

ns3::TypeId TopologyRouting::GetTypeId() {
  static const ns3::TypeId id = ns3::TypeId("lastmile::TopologyRouting")
                                    .SetParent<ns3::Ipv4RoutingProtocol>()
                                    .SetGroupName("Internet");
  return id;
}

void TopologyRouting::DoDispose() {
  known_.clear();
  ip_ = nullptr;
  ns3::Ipv4RoutingProtocol::DoDispose();
}

ns3::Ptr<ns3::Ipv4Route> TopologyRouting::over(const Hop& hop, ns3::Ipv4Address target) const {
  const auto& interfaces = book_->world().interfaces;
  const World::Interface& out = interfaces.at({hop.link, hop.from});
  const auto route = ns3::Create<ns3::Ipv4Route>();
  route->SetDestination(target);
  route->SetSource(out.address);
  route->SetGateway(out.has_gateway ? out.gateway : interfaces.at({hop.link, hop.to}).address);
  route->SetOutputDevice(ip_->GetNetDevice(out.index));
  return route;
}

ns3::Ptr<ns3::Ipv4Route> TopologyRouting::find(NodeId source, ns3::Ipv4Address target) {
  const AddressBook::Owner* owner = book_->owner(target);
  if (owner == nullptr || owner->node == self_) return nullptr;
  const Route route = book_->world().routes.between(source, owner->node);
  // An address on another link than the route ends on is reached over that link, or not by us.
  if (route.empty() || route.back().link != owner->link) return nullptr;
  const auto hop =
      std::find_if(route.begin(), route.end(), [&](const Hop& h) { return h.from == self_; });
  return hop == route.end() ? nullptr : over(*hop, target);
}

ns3::Ptr<ns3::Ipv4Route> TopologyRouting::RouteOutput(ns3::Ptr<ns3::Packet>, const ns3::Ipv4Header& header,
                                                      ns3::Ptr<ns3::NetDevice> device,
                                                      ns3::Socket::SocketErrno& error) {
  const ns3::Ipv4Address target = header.GetDestination();
  const auto [entry, is_new] = known_.try_emplace(target.Get());
  if (is_new) entry->second = find(self_, target);
  const ns3::Ptr<ns3::Ipv4Route>& route = entry->second;
  const bool good = route != nullptr && (device == nullptr || device == route->GetOutputDevice());
  error = good ? ns3::Socket::ERROR_NOTERROR : ns3::Socket::ERROR_NOROUTETOHOST;
  return good ? route : nullptr;
}

bool TopologyRouting::RouteInput(ns3::Ptr<const ns3::Packet> packet, const ns3::Ipv4Header& header,
                                 ns3::Ptr<const ns3::NetDevice>, UnicastForwardCallback forward,
                                 MulticastForwardCallback, LocalDeliverCallback, ErrorCallback) {
  const AddressBook::Owner* source = book_->owner(header.GetSource());
  if (source == nullptr) return false;
  const ns3::Ipv4Address target = header.GetDestination();
  const std::uint64_t key = (std::uint64_t{header.GetSource().Get()} << 32) | target.Get();
  const auto [entry, is_new] = known_.try_emplace(key);
  if (is_new) entry->second = find(source->node, target);
  if (entry->second == nullptr) return false;
  forward(entry->second, packet, header);
  return true;
}

namespace {

class RoutingHelper : public ns3::Ipv4RoutingHelper {
 public:
  explicit RoutingHelper(const World& world) : book_(std::make_shared<AddressBook>(world)) {}
  RoutingHelper* Copy() const override { return new RoutingHelper(*this); }
  ns3::Ptr<ns3::Ipv4RoutingProtocol> Create(ns3::Ptr<ns3::Node> node) const override {
    const auto list = ns3::CreateObject<ns3::Ipv4ListRouting>();
    list->AddRoutingProtocol(ns3::CreateObject<ns3::Ipv4StaticRouting>(), 0);
    list->AddRoutingProtocol(ns3::CreateObject<TopologyRouting>(book_, number_of(node)), 10);
    return list;
  }

 private:
  [[nodiscard]] NodeId number_of(const ns3::Ptr<ns3::Node>& node) const {
    return node->GetId() - book_->world().nodes.Get(0)->GetId();
  }
  std::shared_ptr<const AddressBook> book_;
};

}  // namespace

void install_internet(World& world) {
  ns3::InternetStackHelper internet;
  internet.SetRoutingHelper(RoutingHelper(world));
  internet.SetIpv6StackInstall(false);
  internet.Install(world.nodes);
  for (NodeId i = 0; i < world.topology.nodes.size(); ++i) {
    internet.AssignStreams(ns3::NodeContainer(world.nodes.Get(i)),
                           ns3_stream(world.topology.nodes[i].name + "/ip"));
  }
}

}  // namespace lastmile::network
