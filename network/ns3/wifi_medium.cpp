#include "network/ns3/wifi_medium.hpp"

#include <ns3/constant-position-mobility-model.h>
#include <ns3/net-device.h>
#include <ns3/wifi-net-device.h>

#include "sim/error.hpp"

namespace lastmile::network {
namespace {

// Channel numbers count in 5 MHz; a channel is named by its lowest 20 MHz part, which begins 10 MHz
// below that part's centre.
int first_number(int channel) { return channel - 2; }
int end_number(int channel, int width_mhz) { return channel - 2 + width_mhz / 5; }

std::string text_of(int channel, int width_mhz) {
  return std::to_string(channel) + " (" + std::to_string(width_mhz) + " MHz)";
}

ns3::Ptr<ns3::YansWifiPhy> phy_of(const ns3::Ptr<ns3::NetDevice>& device) {
  return ns3::DynamicCast<ns3::YansWifiPhy>(ns3::DynamicCast<ns3::WifiNetDevice>(device)->GetPhy());
}

bool moves(const ns3::Ptr<ns3::YansWifiPhy>& phy) {
  return ns3::DynamicCast<ns3::ConstantPositionMobilityModel>(phy->GetMobility()) == nullptr;
}

}  // namespace

WifiMedium::WifiMedium()
    : loss_(ns3::CreateObject<ns3::LogDistancePropagationLossModel>()),
      delay_(ns3::CreateObject<ns3::ConstantSpeedPropagationDelayModel>()),
      air_(ns3::CreateObject<ns3::YansWifiChannel>()) {
  air_->SetPropagationLossModel(loss_);
  air_->SetPropagationDelayModel(delay_);
}

void WifiMedium::claim(int channel, int width_mhz, const std::string& link) {
  for (const Claim& known : claims_) {
    if (known.channel == channel && known.width_mhz == width_mhz) return;
    const bool apart = end_number(channel, width_mhz) <= first_number(known.channel) ||
                       end_number(known.channel, known.width_mhz) <= first_number(channel);
    if (apart) continue;
    throw ConfigError("links '" + known.link + "' and '" + link + "' use Wi-Fi channels that overlap, " +
                      text_of(known.channel, known.width_mhz) + " and " + text_of(channel, width_mhz) +
                      ": give them the same channel and width, or channels that do not overlap");
  }
  claims_.push_back({channel, width_mhz, link});
}

void WifiMedium::skip_far() const {
  std::vector<ns3::Ptr<ns3::YansWifiPhy>> all;
  for (std::size_t i = 0; i < air_->GetNDevices(); ++i) all.push_back(phy_of(air_->GetDevice(i)));
  for (const auto& sender : all) sender->SetChannel(in_reach_of(sender, all));
}

ns3::Ptr<ns3::YansWifiChannel> WifiMedium::in_reach_of(
    const ns3::Ptr<ns3::YansWifiPhy>& sender, const std::vector<ns3::Ptr<ns3::YansWifiPhy>>& all) const {
  const auto channel = ns3::CreateObject<ns3::YansWifiChannel>();
  channel->SetPropagationLossModel(loss_);
  channel->SetPropagationDelayModel(delay_);
  for (const auto& receiver : all) {
    if (receiver == sender) continue;
    const double heard_dbm =
        loss_->CalcRxPower(sender->GetTxPowerEnd(), sender->GetMobility(), receiver->GetMobility());
    const bool in_reach = heard_dbm >= receiver->GetRxSensitivity();
    if (in_reach || moves(sender) || moves(receiver)) channel->Add(receiver);
  }
  return channel;
}

}  // namespace lastmile::network
