#include "network/fluid/wires.hpp"

#include <algorithm>
#include <cmath>

namespace lastmile::network::fluid {
namespace {

constexpr double kBurstBytes = 1500;

double cubic_window(double loss, double round_trip_s) {
  constexpr double c = 0.4, beta = 0.7;
  const double reno = std::sqrt(1.5 / loss);
  const double growth = std::sqrt(std::sqrt(c * (3 + beta) / (4 * (1 - beta))));
  const double cubic = growth * portable_pow(round_trip_s / loss, 0.75);
  return std::max(reno, cubic);
}

// One by one as long as that is cheap, then by the normal distribution that the binomial becomes.
std::uint64_t binomial(RandomStream& random, std::uint64_t count, double share) {
  constexpr std::uint64_t few = 256;
  if (count <= few) {
    std::uint64_t hits = 0;
    for (std::uint64_t i = 0; i < count; ++i) hits += random.uniform() < share ? 1 : 0;
    return hits;
  }
  const double n = static_cast<double>(count);
  const double drawn = random.normal(n * share, std::sqrt(n * share * (1 - share)));
  return static_cast<std::uint64_t>(std::clamp(std::floor(drawn + 0.5), 0.0, n));
}

}  // namespace

double wire_rate(const WiredLink& link) { return link.rate.value() * (1 - link.background); }

Duration wire_delay(const WiredLink& link) {
  const double b = link.background;
  Duration delay = link.delay + link.jitter;
  if (b > 0) delay += seconds(b / (2 * (1 - b)) * kBurstBytes / link.rate.value());
  return delay;
}

void limit_window(Path& path, Congestion congestion, const TransportCoefficients& c) {
  double kept = 1;
  for (const PathHop& hop : path.hops) kept *= 1 - hop.loss;
  path.resent = 1 / kept;
  if (congestion != Congestion::cubic) return;
  path.largest_window =
      c.tcp_payload_bytes * cubic_window(1 - kept, to_seconds(path.round_trip));
}

RandomStream& Losses::stream(LinkIndex link) {
  const std::string name = "loss/" + link_name(topology_.links[link]);
  return streams_.try_emplace(link, seed_, name).first->second;
}

std::uint64_t Losses::survivors(const Path& path, std::uint64_t packets) {
  for (const PathHop& hop : path.hops) {
    if (hop.loss > 0) packets -= binomial(stream(hop.hop.link), packets, hop.loss);
  }
  return packets;
}

}  // namespace lastmile::network::fluid
