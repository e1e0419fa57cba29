// Other people's traffic on a wire, one direction: Poisson bursts of whole frames into the queue that our
// packets wait in.
//   burst   geometric number of frames of 1500 B, 10 in the mean (an initial window, RFC 6928), at once
//   gap     exponential, mean = 10 * time of a frame / share
//   so our packets wait  share * frame time * (2 * 10 - 1) / (2 (1 - share))  in the mean (M^X/D/1)
// Source:  Medhi, Stochastic Models in Queueing Theory, 2003, 6.1 (bulk arrivals) (r).
// Ignores: that others slow down when the queue is full (they are not TCP).
//
// Frozen radio time: bursts have no memory, so ns-3 may stand still while nothing of ours is in flight; but
// not at once, or the queue would keep what our own packets made of it. It goes on until the queue has been
// empty once and for three relaxation times more, 3 * burst time / (1 - sqrt(share))^2, at most 5 s; the
// queue is then as at any time.
// Checked: tests/cross/wan_test.cpp, congestion_test.cpp.  C++17.
#pragma once

#include <ns3/object.h>
#include <ns3/packet.h>
#include <ns3/point-to-point-net-device.h>

#include "network/topology.hpp"
#include "sim/random.hpp"

namespace lastmile::network {

[[nodiscard]] bool is_background(const ns3::Ptr<const ns3::Packet>& frame);

class Background : public ns3::Object {
 public:
  /// Bursts begin at once.
  Background(const WiredLink& link, const ns3::Ptr<ns3::PointToPointNetDevice>& sender, RandomStream random);
  /// Our own traffic begins: the queue is not as at any time.
  void stir() { seen_empty_ = false; }
  /// To be asked again and again once our own traffic has ended.
  [[nodiscard]] bool at_rest();

 private:
  void burst();

  ns3::Ptr<ns3::PointToPointNetDevice> sender_;
  RandomStream random_;
  double gap_ns_;
  ns3::Time relaxation_, empty_since_;
  bool seen_empty_ = false;
};

}  // namespace lastmile::network
