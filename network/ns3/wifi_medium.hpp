// The air at 5 GHz that all Wi-Fi radios of a world share, by channel and width.
//   received = sent power - (46.6777 + 30 lg d) [dBm], d in metres, at least 1: ns-3's log-distance loss
// Radios on the same channel and width hear each other; on channels that do not overlap they do not.
// Valid:   links whose channels are the same or apart. Channels that overlap in part, or are of different
//          widths and overlap, are refused: the Yans model has no interference between them.
// Ignores: fading, leakage into neighbouring channels.
// Checked: tests/cross/wifi_cells_test.cpp.
// `skip_far()`: a frame is not even brought before a receiver that would hear it too weakly
// (WifiLink::ignore_below_dbm, in ns-3 its RxSensitivity). Every sender gets a list of its own of the
// receivers in reach; who moves is on every list. C++17.
#pragma once

#include <ns3/propagation-delay-model.h>
#include <ns3/propagation-loss-model.h>
#include <ns3/yans-wifi-channel.h>
#include <ns3/yans-wifi-phy.h>

#include <string>
#include <vector>

namespace lastmile::network {

/// ns-3's own limit: a frame that is weaker does not reach a receiver.
constexpr double kWifiSensitivityDbm = -101;

class WifiMedium {
 public:
  WifiMedium();
  /// Throws ConfigError when the channel overlaps one that a link has claimed and is not the same.
  void claim(int channel, int width_mhz, const std::string& link);
  [[nodiscard]] const ns3::Ptr<ns3::YansWifiChannel>& air() const { return air_; }
  [[nodiscard]] const ns3::Ptr<ns3::PropagationLossModel>& loss() const { return loss_; }
  /// Once all radios are there; before the first frame.
  void skip_far() const;

 private:
  struct Claim {
    int channel, width_mhz;
    std::string link;
  };
  [[nodiscard]] ns3::Ptr<ns3::YansWifiChannel> in_reach_of(
      const ns3::Ptr<ns3::YansWifiPhy>& sender, const std::vector<ns3::Ptr<ns3::YansWifiPhy>>& all) const;

  ns3::Ptr<ns3::PropagationLossModel> loss_;
  ns3::Ptr<ns3::PropagationDelayModel> delay_;
  ns3::Ptr<ns3::YansWifiChannel> air_;
  std::vector<Claim> claims_;
};

}  // namespace lastmile::network
