// IP routing of the topology's nodes: the routes of network/routes.hpp, looked up when a packet needs one.
// A packet follows the route of the pair that its addresses belong to. Nothing is installed, so that a
// thousand nodes need no million host routes, which ns-3's static routing searches one by one for every
// packet. What is no node's address (a core's own network) is left to static routing. C++17.
#pragma once

#include <ns3/ipv4-route.h>
#include <ns3/ipv4-routing-protocol.h>

#include <memory>
#include <unordered_map>

#include "network/ns3/world.hpp"

namespace lastmile::network {

/// Whose address is whose; shared by all nodes.
class AddressBook {
 public:
  struct Owner {
    LinkIndex link;
    NodeId node;
  };
  explicit AddressBook(const World& world) : world_(world) {}
  /// Null: no node's. Read from the world when first asked.
  [[nodiscard]] const Owner* owner(ns3::Ipv4Address address) const;
  [[nodiscard]] const World& world() const { return world_; }

 private:
  const World& world_;
  mutable std::unordered_map<std::uint32_t, Owner> owners_;
};

class TopologyRouting : public ns3::Ipv4RoutingProtocol {
 public:
  static ns3::TypeId GetTypeId();
  TopologyRouting(std::shared_ptr<const AddressBook> book, NodeId self)
      : book_(std::move(book)), self_(self) {}

  ns3::Ptr<ns3::Ipv4Route> RouteOutput(ns3::Ptr<ns3::Packet> packet, const ns3::Ipv4Header& header,
                                       ns3::Ptr<ns3::NetDevice> device,
                                       ns3::Socket::SocketErrno& error) override;
  bool RouteInput(ns3::Ptr<const ns3::Packet> packet, const ns3::Ipv4Header& header,
                  ns3::Ptr<const ns3::NetDevice> device, UnicastForwardCallback forward,
                  MulticastForwardCallback, LocalDeliverCallback, ErrorCallback) override;
  void NotifyInterfaceUp(std::uint32_t) override {}
  void NotifyInterfaceDown(std::uint32_t) override {}
  void NotifyAddAddress(std::uint32_t, ns3::Ipv4InterfaceAddress) override {}
  void NotifyRemoveAddress(std::uint32_t, ns3::Ipv4InterfaceAddress) override {}
  void SetIpv4(ns3::Ptr<ns3::Ipv4> ip) override { ip_ = ip; }
  void PrintRoutingTable(ns3::Ptr<ns3::OutputStreamWrapper>, ns3::Time::Unit) const override {}

 protected:
  void DoDispose() override;

 private:
  /// Null: not ours. `source` is this node itself for what it sends.
  ns3::Ptr<ns3::Ipv4Route> find(NodeId source, ns3::Ipv4Address target);
  ns3::Ptr<ns3::Ipv4Route> over(const Hop& hop, ns3::Ipv4Address target) const;

  std::shared_ptr<const AddressBook> book_;
  NodeId self_;
  ns3::Ptr<ns3::Ipv4> ip_;
  std::unordered_map<std::uint64_t, ns3::Ptr<ns3::Ipv4Route>> known_;  // by source and target
};

/// Gives every node of the topology the internet stack with this routing.
void install_internet(World& world);

}  // namespace lastmile::network
