#include "network/fluid/saturation.hpp"

#include <string>

#include "network/fluid/fluid.hpp"

namespace lastmile::network::fluid {
namespace {

constexpr double kOfdmPreamble = 20e-6;  // IEEE 802.11-2020, 17.3: preamble and signal field
constexpr double kUdpIp = 8 + 20;
constexpr double kOfdmSymbol = 4e-6;     // of 802.11n too

Topology ring(int stations) {
  Topology topology;
  topology.nodes.push_back({"sink", {}});
  WifiLink link;
  link.name = "wifi";
  link.standard = WifiStandard::n;
  link.access_points = {0};
  for (int i = 1; i <= stations; ++i) {
    link.stations.push_back(static_cast<NodeId>(i));
    topology.nodes.push_back({"s" + std::to_string(i), {5, 0, 0}});
  }
  topology.links.push_back(link);
  return topology;
}

class Saturated {
 public:
  Saturated(int stations, const Dcf& dcf, int packets)
      : left_(stations * packets), bytes_(dcf.payload_bytes) {
    FluidOptions options;
    options.coefficients = basic_access(dcf);
    net_ = make_fluid(engine_, ring(stations), options);
    for (int i = 1; i <= stations; ++i) {
      // Two each, so that a station that has sent one is still a contender.
      send(static_cast<NodeId>(i));
      send(static_cast<NodeId>(i));
    }
  }
  double run() {
    engine_.run();
    return 8 * bytes_ * ended_ / to_seconds(engine_.now());
  }

 private:
  void send(NodeId from) {
    net_->start(Transfer(from, 0, Bytes(bytes_), Transport::udp), [this, from](const Outcome&) {
      if (++ended_ == left_) engine_.stop();
      send(from);
    });
  }
  Engine engine_{1};
  std::unique_ptr<Network> net_;
  int left_, ended_ = 0;
  double bytes_;
};

}  // namespace

// A frame is a whole number of symbols: what its last one is not full goes into the preamble, in
// place of the mean of half a symbol.
Coefficients basic_access(const Dcf& dcf) {
  Coefficients c;
  WifiCoefficients& w = c.wifi;
  const double bytes = dcf.payload_bytes + dcf.overhead_bytes;
  const double frame_s = ofdm_frame_s(bytes, dcf.rate) - kOfdmPreamble;
  w.fixed_rate = dcf.rate / 8;
  w.mac_bytes = dcf.overhead_bytes - kUdpIp;
  w.delimiter_bytes = 0;
  w.preamble_n_s = kOfdmPreamble + frame_s - bytes / w.fixed_rate - kOfdmSymbol / 2;
  w.block_ack_s = ofdm_frame_s(14, dcf.rate);
  w.most_mpdus = 1;
  w.slot_s = dcf.slot_s;
  w.sifs_s = dcf.sifs_s;
  w.aifsn = 2;
  w.cw_min = dcf.windows - 1;
  w.cw_doublings = dcf.doublings;
  w.access_s = 0;
  w.collision_factor = 1;
  return c;
}

double fluid_saturation(int stations, const Dcf& dcf, int packets) {
  return Saturated(stations, dcf, packets).run();
}

}  // namespace lastmile::network::fluid
