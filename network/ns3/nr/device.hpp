// ns-3's view of the radio network: one device on each UE and one on the gateway, IPv4 without ARP.
// The gateway's device finds the UE by the destination in the IPv4 header, whatever cell serves it,
// so that a handover changes no route. UEs do not relay for nodes behind them. C++17.
#pragma once

#include <ns3/ipv4-address.h>
#include <ns3/node-container.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "network/ns3/carried_device.hpp"
#include "network/ns3/nr/ran.hpp"

namespace lastmile::network::nr {

class NrDevice : public CarriedDevice {
 public:
  using SendPacket = std::function<void(const ns3::Ptr<ns3::Packet>&)>;
  static ns3::TypeId GetTypeId();
  void set_sender(SendPacket send) { send_ = std::move(send); }
  void deliver(const ns3::Ptr<ns3::Packet>& packet);

  bool IsBroadcast() const override { return false; }
  ns3::Address GetBroadcast() const override { return GetAddress(); }
  bool NeedsArp() const override { return false; }
  bool Send(ns3::Ptr<ns3::Packet> packet, const ns3::Address&, std::uint16_t) override;

 protected:
  void DoDispose() override;

 private:
  SendPacket send_;
};

/// A Ran with its devices and addresses. Lives in the ns-3 world as an object.
class NrNetwork : public ns3::Object {
 public:
  struct Attachment {
    ns3::Ipv4Address address;
    std::uint32_t interface = 0;  ///< of the node's Ipv4
  };
  /// Nodes carry a mobility model and the internet stack. Addresses: `subnet`.0.1 the gateway, then
  // the UEs.
  NrNetwork(const NrOptions& options, const std::string& name, std::uint64_t seed,
            std::int64_t stream, const Radio::Places& cells, const ns3::Ptr<ns3::Node>& gateway,
            const ns3::NodeContainer& ues, const std::vector<std::string>& ue_names,
            std::uint32_t subnet, const Radio::ExtraLoss& extra_loss = {});

  [[nodiscard]] const Attachment& gateway() const { return gateway_; }
  [[nodiscard]] const Attachment& ue(std::size_t i) const { return ues_[i]; }
  [[nodiscard]] const Ran& ran() const { return *ran_; }

 protected:
  void DoDispose() override;

 private:
  Attachment attach(const ns3::Ptr<ns3::Node>& node, const ns3::Ptr<NrDevice>& device,
                    std::uint32_t host);
  void route_down(const ns3::Ptr<ns3::Packet>& packet);
  void over_backhaul(std::function<void()> what) const;

  Duration backhaul_;
  std::uint32_t subnet_;
  std::unique_ptr<Ran> ran_;
  ns3::Ptr<NrDevice> gateway_device_;
  std::vector<ns3::Ptr<NrDevice>> ue_devices_;
  Attachment gateway_;
  std::vector<Attachment> ues_;
};

/// 100.(64 + index).0.0: shared address space (RFC 6598), a /16 for each NR network.
std::uint32_t nr_subnet(std::uint32_t link_index);

}  // namespace lastmile::network::nr
