// Raw multicasts of the packet level: receivers that one node reaches over one Wi-Fi link are a cluster and
// get one broadcast (wifi_broadcast.hpp); others get datagrams of their own. A sender that is not that
// node sends datagrams to it, and it broadcasts what arrives as it arrives. Bytes over a link count once a
// broadcast: as many as the cluster's first receiver got.
// Checked: tests/cross/wifi_multicast_test.cpp.  C++17.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "network/ns3/datagram_burst.hpp"
#include "network/ns3/wifi_broadcast.hpp"

namespace lastmile::network {

class Multicasts {
 public:
  /// What the backend does for them.
  struct Host {
    /// An entry among its transfers that is carried here; `counts`: its bytes count on the route's links.
    std::function<TransferId(const Transfer&, Completion, bool counts)> begin;
    std::function<void(TransferId, std::uint64_t delivered)> ended;
    std::function<TransferId(const Transfer&, Completion)> start;
    std::function<void(TransferId)> cancel;
    std::function<std::unique_ptr<DatagramBurst>(const Transfer&, DatagramBurst::Ended)> burst;
  };

  Multicasts(World& world, Host host) : world_(world), host_(std::move(host)) {}

  /// False when nothing can be sent once to many: then nothing has happened.
  bool start(TransferId id, const Multicast& what, MulticastCompletion completion);
  bool cancel(TransferId id);
  void clear() { groups_.clear(); }

 private:
  struct Cluster {  // receivers of one broadcast, by their places in Multicast::to
    LinkIndex link = 0;
    NodeId head = 0;
    std::vector<std::size_t> members;
  };
  struct Group {
    MulticastCompletion completion;
    std::vector<Outcome> outcomes;
    std::size_t left = 0;
    std::vector<TransferId> parts;  // by receiver
    std::vector<std::unique_ptr<WifiBroadcast>> broadcasts;
    std::vector<std::unique_ptr<DatagramBurst>> feeds;  // from a sender that is not the head
  };

  [[nodiscard]] std::vector<Cluster> clusters_of(const Multicast& what) const;
  void broadcast(TransferId id, Group& group, const Multicast& what, const Cluster& cluster);
  void feed(Group& group, const Multicast& what, NodeId head);
  void part_ended(TransferId id, std::size_t receiver, const Outcome& outcome);

  World& world_;
  Host host_;
  std::map<TransferId, Group> groups_;
  std::uint64_t last_broadcast_ = 0;
};

}  // namespace lastmile::network
