// Random traffic both ways over many settings: in the end everything has arrived, once and in
// order, and the network is silent again.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>

#include "network/ns3/nr/small_ran.hpp"
#include "sim/random.hpp"

using namespace lastmile;
using namespace lastmile::network;
using namespace lastmile::network::nr;

namespace {

struct Sent {
  std::vector<std::vector<std::uint32_t>> down, up;  ///< sizes by UE, in order
};

// Bursts with pauses of every length between a symbol and many slots.
Sent send_randomly(SmallRan& net, std::size_t ues, RandomStream& draw) {
  Sent sent{std::vector<std::vector<std::uint32_t>>(ues),
            std::vector<std::vector<std::uint32_t>>(ues)};
  for (std::size_t ue = 0; ue < ues; ++ue) {
    for (const Direction d : {Direction::down, Direction::up}) {
      double at = 0;
      for (int i = 0; i < 300; ++i) {
        at += draw.exponential(draw.uniform() < 0.5 ? 2e4 : 3e6);
        const auto bytes =
            static_cast<std::uint32_t>(20 + draw.below(draw.uniform() < 0.5 ? 60 : 1480));
        (d == Direction::down ? sent.down : sent.up)[ue].push_back(bytes);
        net.send(d, ue, bytes, static_cast<std::int64_t>(at));
      }
    }
  }
  return sent;
}

std::vector<std::uint32_t> sizes_of(const std::vector<Arrival>& list, std::size_t ue) {
  std::vector<std::uint32_t> sizes;
  for (const Arrival& a : list) {
    if (a.ue == ue) sizes.push_back(a.bytes);
  }
  return sizes;
}

NrOptions random_options(RandomStream& draw) {
  const struct {
    const char* band;
    double mhz;
    int mu;
  } carriers[] = {{"n1", 10, 0}, {"n3", 20, 1}, {"n78", 40, 1}, {"n41", 60, 2}, {"n257", 100, 3}};
  const auto& carrier = carriers[draw.below(5)];
  NrOptions options = clear_sky(carrier.band, carrier.mhz, carrier.mu);
  options.environment = NrEnvironment::umi;
  options.scheduler = static_cast<NrScheduler>(draw.below(3));
  const int units[] = {14, 7, 4, 2};
  options.minislot_symbols = units[draw.below(4)];
  options.configured_grant = draw.uniform() < 0.3;
  options.fading = draw.uniform() < 0.5 ? NrFading::rayleigh_blocks : NrFading::none;
  options.harq_transmissions = draw.uniform() < 0.3 ? 1 : 4;
  const char* patterns[] = {"DDDSU", "DSUUU", "DU", "DDDDDDDSUU"};
  options.tdd_pattern = patterns[draw.below(4)];
  return options;
}

}  // namespace

TEST_CASE("nothing is lost, doubled, reordered or forgotten") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    RandomStream draw(seed, "random traffic");
    const NrOptions options = random_options(draw);
    SmallRan net(options, {{0, 0, 10}, {300, 0, 10}},
                 {{30, 9, 1.5}, {120, 4, 1.5}, {170, 2, 1.5}, {290, 30, 1.5}}, seed);
    const Sent sent = send_randomly(net, 4, draw);
    net.run(20000000000LL);
    CAPTURE(seed);
    for (std::size_t ue = 0; ue < 4; ++ue) {
      CHECK(sizes_of(net.down, ue) == sent.down[ue]);
      CHECK(sizes_of(net.up, ue) == sent.up[ue]);
    }
    const auto events = ns3::Simulator::GetEventCount();
    net.run(60000000000LL);
    CHECK(ns3::Simulator::GetEventCount() - events <= 1);
  }
}

TEST_CASE("the same seed gives the same arrivals, another does not") {
  const auto arrivals = [](std::uint64_t seed) {
    NrOptions options = clear_sky("n78", 20, 1);
    options.fading = NrFading::rayleigh_blocks;
    SmallRan net(options, {{0, 0, 25}}, {{600, 0, 1.5}, {900, 0, 1.5}}, seed);
    RandomStream draw(7, "traffic");
    send_randomly(net, 2, draw);
    net.run(10000000000LL);
    std::vector<std::int64_t> times;
    for (const Arrival& a : net.up) times.push_back(a.at_ns);
    return times;
  };
  CHECK(arrivals(1) == arrivals(1));
  CHECK(arrivals(1) != arrivals(2));
}
