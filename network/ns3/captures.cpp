// See capture() in world.hpp.
#include <ns3/point-to-point-helper.h>
#include <ns3/point-to-point-net-device.h>
#include <ns3/wifi-net-device.h>
#include <ns3/yans-wifi-helper.h>

#include <filesystem>

#include "network/ns3/world.hpp"
#include "sim/error.hpp"

namespace lastmile::network {

void capture(const World& world, const std::string& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) throw ConfigError("pcap folder '" + folder + "': " + failed.message());
  ns3::YansWifiPhyHelper wifi;
  wifi.SetPcapDataLinkType(ns3::WifiPhyHelper::DLT_IEEE802_11_RADIO);
  ns3::PointToPointHelper wire;
  for (NodeId i = 0; i < world.topology.nodes.size(); ++i) {
    const ns3::Ptr<ns3::Node> node = world.nodes.Get(i);
    const std::string start = folder + "/" + world.topology.nodes[i].name + ".";
    for (std::uint32_t d = 0; d < node->GetNDevices(); ++d) {
      const ns3::Ptr<ns3::NetDevice> device = node->GetDevice(d);
      const std::string number = std::to_string(d) + ".pcap";
      if (ns3::DynamicCast<ns3::WifiNetDevice>(device) != nullptr) {
        wifi.EnablePcap(start + "wifi" + number, device, true, true);
      } else if (ns3::DynamicCast<ns3::PointToPointNetDevice>(device) != nullptr) {
        wire.EnablePcap(start + "wire" + number, device, true, true);
      }
    }
  }
}

}  // namespace lastmile::network
