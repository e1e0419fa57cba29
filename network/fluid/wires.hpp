// wires: what loss, jitter and background traffic leave of a wire.
//   rate     C (1 - b)
//   delay    d + m(j) + b / (2 (1 - b)) * B / C         (M/D/1 wait behind bursts of B bytes)
//   loss     udp: what every packet has lost, drawn; tcp: a byte goes 1 / (1 - p) times on average, the
//            last three packets of a message that are lost wait for the timer, and a window holds
//   cubic    W = max(1.22 / p^1/2, (C_c (3 + beta) / (4 (1 - beta)))^1/4 T^3/4 / p^3/4) packets
//   bbr      no limit: it does not take losses for congestion
//   C rate [bytes/s]  b share of others [-]  d, j delay and jitter [s]  m(j) = j: the mean of an
//   exponential delay of standard deviation j  p loss over the path [-]  T round trip [s]
//   C_c = 0.4, beta = 0.7 (cubic's constants)
// Source:  RFC 9438 section 5.1 (mean window of CUBIC under random loss, and of Reno, which it is never
//          below; its table gives 187 packets at T = 0.1 s, p = 1e-4); Kleinrock 1975, "Queueing
//          Systems" 1, section 5.6 (M/D/1).
// Valid:   loss below some 5 %: above it timeouts rule. Ignores: losses of acknowledgements, the saw
//          tooth (its mean is taken), reordering.
// Checked: tests/unit/network/fluid_wires_test.cpp
#pragma once

#include <map>

#include "network/fluid/paths.hpp"

namespace lastmile::network::fluid {

double wire_rate(const WiredLink& link);
Duration wire_delay(const WiredLink& link);

/// Sets what loss does to TCP on the path. REQUIRES: its round trip and losses.
void limit_window(Path& path, Congestion congestion, const TransportCoefficients& c);

/// Draws what is lost, link by link, each from its own stream.
class Losses {
 public:
  Losses(const Topology& topology, std::uint64_t seed) : topology_(topology), seed_(seed) {}
  /// How many of the packets get over the path.
  std::uint64_t survivors(const Path& path, std::uint64_t packets);

 private:
  RandomStream& stream(LinkIndex link);

  const Topology& topology_;
  std::uint64_t seed_;
  std::map<LinkIndex, RandomStream> streams_;
};

}  // namespace lastmile::network::fluid
