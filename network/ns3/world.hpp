// The ns-3 world of a topology: nodes, devices and addresses. Built once, then read.
// C++17; only network/ns3/*.cpp include this.
#pragma once

#include <ns3/channel.h>
#include <ns3/ipv4-address.h>
#include <ns3/mac48-address.h>
#include <ns3/mobility-model.h>
#include <ns3/net-device-container.h>
#include <ns3/node-container.h>
#include <ns3/nstime.h>
#include <ns3/packet.h>

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "network/mobility/movements.hpp"
#include "network/mobility/outages.hpp"
#include "network/network.hpp"
#include "network/routes.hpp"
#include "network/topology.hpp"
#include "sim/engine.hpp"

namespace lastmile::network {

/// Time a Wi-Fi radio has spent sending and receiving frames addressed to one node; see wifi.cpp.
struct Airtime {
  std::int64_t transmit_ns = 0, receive_ns = 0;
};

class Records;
class WifiMedium;

struct World {
  World(const Engine& e, const Topology& t)
      : engine(e), topology(t), routes(t), movements(std::make_shared<Movements>(t, e.seed())),
        outages(t) {}

  const Engine& engine;
  const Topology& topology;
  Routes routes;
  std::shared_ptr<const Movements> movements;  ///< where everything is at the engine's time
  OutageTimes outages;                         ///< ask them at the engine's time
  ns3::NodeContainer nodes;  ///< one for each node of the topology, same index

  struct Interface {
    ns3::Ipv4Address address;
    std::uint32_t index = 0;        ///< of the node's Ipv4
    ns3::Ipv4Address gateway;       ///< next hop that leads over this link when not the neighbour itself
    bool has_gateway = false;
  };
  std::map<std::pair<LinkIndex, NodeId>, Interface> interfaces;
  std::vector<Airtime> airtime;     ///< by node
  std::map<ns3::Mac48Address, NodeId> wifi_nodes;  ///< infrastructure and ad hoc
  struct Neighbours {
    ns3::Ptr<ns3::Node> from;
    ns3::Ipv4Address to;
    int lane = 0;                   ///< those of one lane greet one after the other
  };
  std::vector<Neighbours> neighbours;  ///< Wi-Fi sender, receiver
  /// All true before simulated time starts: every station associated, every UE connected.
  struct Ready {
    std::string who;
    std::function<bool()> is;
  };
  std::vector<Ready> ready;

  /// Of frames and slots: radio time stands still for a whole number of it.
  Duration radio_period = Duration(1);
  /// Of what lives without our traffic: called when ours begins; all true when ns-3 may stand still.
  std::vector<std::function<void()>> stir;
  std::vector<std::function<bool()>> at_rest;

  /// Of recorded links: sets what holds at an engine time, returns when that changes.
  std::vector<std::function<SimTime(SimTime)>> series;

  /// How one node's broadcast goes over a Wi-Fi link.
  struct Air {
    std::function<void(NodeId head, const ns3::Ptr<ns3::Packet>&, std::uint16_t protocol,
                       const std::vector<NodeId>& receivers)> send;
    std::function<std::size_t(NodeId head)> queued;  ///< broadcasts that wait in its queue
  };
  std::map<LinkIndex, Air> airs;
  /// Of broadcast datagrams that a node hears, by message: ns-3's number of the node, the datagram's.
  std::map<std::uint64_t, std::function<void(std::uint32_t node, std::uint64_t datagram)>> listeners;
  std::set<NodeId> hears;           ///< who can hear broadcasts by now

  std::shared_ptr<Records> records;          ///< of every transfer; none: nobody asked
  std::shared_ptr<WifiMedium> wifi;          ///< of all Wi-Fi links; none: there is none
  bool wifi_skips_far = false;               ///< its far receivers will be skipped
  std::vector<std::function<std::uint64_t()>> roams;  ///< changes of access point, by link
  std::vector<std::function<void()>> woken;  ///< to be called when radio time goes on after it stood still
  std::vector<ns3::Ptr<ns3::Object>> keep;  ///< helpers that must live as long as the world

  /// The address under which `to` is reached from `from`: the one on the last link of the route.
  [[nodiscard]] ns3::Ipv4Address address(NodeId from, NodeId to) const;
};

/// Lets ns-3 go on for so long after the last packet of ours: until the radio is as if nothing had been sent.
void rest_before_standing_still(World& world, ns3::Time length);

/// For a node of ns-3 that stands where a node of the topology is (an eNB at its site).
ns3::Ptr<ns3::MobilityModel> place_at(const World& world, NodeId node);

/// Stream numbers of ns-3's random variables for one component, from its name.
std::int64_t ns3_stream(const std::string& component);

void add_wifi(World& world, LinkIndex index, const WifiLink& link);
void add_adhoc(World& world, LinkIndex index, const AdhocLink& link);
void add_lte(World& world, LinkIndex index, const LteLink& link);
void add_wire(World& world, LinkIndex index, const WiredLink& link);
void add_narrow(World& world, LinkIndex index, const NarrowLink& link);
void add_recorded(World& world, LinkIndex index, const RecordedLink& link);
/// Gives the devices addresses in a subnet of their own and remembers them as interfaces of `link`.
void assign_addresses(World& world, LinkIndex link, const std::vector<NodeId>& nodes,
                      const ns3::NetDeviceContainer& devices);

/// Lets every pair of Wi-Fi neighbours exchange one datagram, one pair of a lane after the other, so that block
/// acknowledgement is agreed before simulated time starts, as in a network that has been up for a while.
/// (Stations that all begin at the same instant collide in the agreement itself, whose contention window
/// is small, and what they had to send waits for seconds.) Returns the ns-3 time by which it is over.
ns3::Time greet_neighbours(World& world);

/// Writes what passes every Wi-Fi device and wire into FOLDER/NODE.wifiN.pcap and .wireN.pcap (radiotap; IP over
/// PPP), in ns-3's time, which may have stood still. ns-3 has no captures of LTE's radio, and NR has none.
void capture(const World& world, const std::string& folder);

/// Everything above: REQUIRES that ns-3 runs on our simulator already and its defaults are set.
std::unique_ptr<World> build_world(const Engine& engine, const Topology& topology);

}  // namespace lastmile::network
