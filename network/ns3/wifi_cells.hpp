// Infrastructure Wi-Fi with several access points, or whose gateway is not its access point.
//
// Radio: one device with ns3::ApWifiMac on every access point, one with ns3::StaWifiMac on every station;
// beacons, association, block acknowledgement and queues are ns-3's. Access point i works on channel
// channels[i % n]. Behind the access points a distribution system of 10 us one way and no limit of rate
// joins them to the gateway, which knows where every station is: a change of access point changes no
// route, no address and no ARP entry.
//
// ns-3 3.37's stations scan one channel only, so which access point a station wants is chosen here: the
// one it hears best, looked at every 100 ms if anything moves, with a margin (roaming). A station then
//   1. holds back what it has to send and takes back what waits in its MAC untried; the old access
//      point forgets it, and drops what waits there for it (its frames in the air go on)
//   2. after 60 ms, the time of scanning and authentication, changes channel if it must
//   3. sends ns-3's association request; with the answer traffic goes over the new access point. What
//      comes down for it from step 1 on is with the new one, which tries to send it all the time
// so that some 62 ms are without traffic, and TCP repeats what was lost. A station that has moved on
// while nothing was in flight (radio time stood still) leaves out step 2's wait.
// Source:  IEEE 802.11-2016 11.3 (association); of measured handovers Mishra, Shin, Arbaugh 2003,
//          doi:10.1145/956981.956990 (60 to 400 ms, most of it scanning; remembered).
// Ignores: probe and authentication frames, 802.11k/r/v, forwarding from old to new access point.
// Checked: tests/cross/wifi_cells_test.cpp, tests/cross/wifi_roaming_test.cpp.  C++17.
#pragma once

#include <ns3/event-id.h>
#include <ns3/sta-wifi-mac.h>
#include <ns3/wifi-net-device.h>

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "network/ns3/wifi_port.hpp"
#include "network/ns3/wifi_radio.hpp"

namespace lastmile::network {

class WifiCells : public ns3::Object {
 public:
  WifiCells(World& world, LinkIndex index, const WifiLink& link);

  [[nodiscard]] bool all_associated() const;
  [[nodiscard]] std::uint64_t roams() const { return roams_; }
  /// Radio time goes on after it stood still: who has moved on changes access point at once.
  void woken();

  /// Sends one frame to every station of every access point that serves one of `stations`, which
  /// get it on their devices under this protocol number.
  void broadcast(const ns3::Ptr<ns3::Packet>& packet, std::uint16_t protocol, const std::vector<NodeId>& stations);
  /// Of the access point with the most.
  [[nodiscard]] std::size_t most_queued_broadcasts() const;

 protected:
  void DoDispose() override;

 private:
  struct AccessPoint {
    NodeId node;
    int channel;
    ns3::Ptr<ns3::WifiNetDevice> device;
    std::optional<ns3::MgtBeaconHeader> beacon;  // the first that it sent
  };
  struct Station {
    NodeId node;
    ns3::Ptr<ns3::WifiNetDevice> device;
    ns3::Ptr<ns3::StaWifiMac> mac;
    ns3::Ptr<WifiPort> port;
    std::size_t cell = 0;      // the access point that it is with or wants
    bool associated = false;   // with it
    std::deque<std::pair<ns3::Ptr<ns3::Packet>, std::uint16_t>> held;
    ns3::EventId attempt;
  };

  // wifi_cells.cpp
  void add_access_points(const WifiLink& link);
  void add_stations(const WifiLink& link);
  void add_station(const WifiLink& link, std::size_t station);
  void add_ports();
  void remember_beacon(std::size_t cell, const ns3::WifiConstPsduMap& psdus);
  void send_up(std::size_t station, const ns3::Ptr<ns3::Packet>& packet, std::uint16_t protocol);
  void send_down(const ns3::Ptr<ns3::Packet>& packet, ns3::Mac48Address to, std::uint16_t protocol);
  bool from_station(ns3::Ptr<const ns3::Packet> packet, std::uint16_t protocol, ns3::Mac48Address from,
                    std::size_t cell);
  template <class What>
  void distribute(std::size_t cell, What&& what) const;
  static ns3::Mac48Address address_of(const ns3::Ptr<ns3::WifiNetDevice>& device);

  // wifi_roaming.cpp
  void watch_association(std::size_t station);
  [[nodiscard]] std::size_t best_cell(std::size_t station) const;
  [[nodiscard]] double heard_dbm(std::size_t station, std::size_t cell) const;
  void scan(std::size_t station);
  void look_round();
  void consider(std::size_t station, ns3::Time interruption);
  void leave(std::size_t station, std::size_t cell, ns3::Time interruption);
  void arrive(std::size_t station);
  void associate(std::size_t station);
  void on_associated(std::size_t station);

  World& world_;
  std::string name_;
  LinkIndex index_;
  NodeId gateway_;
  double power_dbm_, margin_db_;
  int width_mhz_;
  std::vector<AccessPoint> cells_;
  std::vector<Station> stations_;
  std::map<ns3::Mac48Address, std::size_t> by_address_;  // of stations' ports
  ns3::Ptr<WifiPort> gateway_port_;
  ns3::EventId look_;
  std::uint64_t roams_ = 0;
};

}  // namespace lastmile::network
