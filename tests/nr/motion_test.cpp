// A UE that drives through a place where no cell can be heard.
#include <doctest/doctest.h>

#include <cstdio>

#include "network/ns3/nr/small_ran.hpp"

using namespace lastmile::network;
using namespace lastmile::network::nr;

namespace {

constexpr std::int64_t kMs = 1000000;

// At 50 m/s from x = 0: in the hole from 1 s to 2 s.
double hole(const ns3::Vector&, const ns3::Vector& ue) { return ue.x > 50 && ue.x < 100 ? 200 : 0; }

}  // namespace

TEST_CASE("a lost UE is not scheduled, its queues wait, and everything arrives when it is back") {
  for (const bool configured : {false, true}) {
    NrOptions options = clear_sky("n78", 20, 1);
    options.configured_grant = configured;
    SmallRan net(options, {{0, 0, 25}}, {{0.5, 0, 1.5}}, 1, 50, hole);
    constexpr int packets = 150;
    for (int i = 0; i < packets; ++i) {
      net.send(Direction::down, 0, 1000, i * 20 * kMs);
      net.send(Direction::up, 0, 1000, i * 20 * kMs + 1);
    }
    net.run(1200 * kMs);
    CHECK(net.ran->lost(0));
    const auto ticks = [&] {
      return net.ran->counters(Direction::down).ticks + net.ran->counters(Direction::up).ticks;
    };
    const std::uint64_t before = ticks();
    const std::size_t got = net.down.size() + net.up.size();
    net.run(1900 * kMs);
    CHECK(ticks() == before);
    CHECK(net.down.size() + net.up.size() == got);
    CHECK(net.ran->backlog(0, Direction::down) > 34 * 1000);
    net.run(3500 * kMs);
    CHECK_FALSE(net.ran->lost(0));
    CHECK(net.down.size() == packets);
    CHECK(net.up.size() == packets);
    CHECK(net.ran->counters(Direction::down).handovers == 0);
    double longest_ms = 0;
    for (std::size_t i = 1; i < net.down.size(); ++i) {
      longest_ms = std::max(longest_ms, 1e-6 * static_cast<double>(net.down[i].at_ns - net.down[i - 1].at_ns));
    }
    std::printf("one second out of coverage%s: a gap of %.0f ms, nothing lost\n",
                configured ? ", configured grant" : "", longest_ms);
    CHECK(longest_ms > 980);   // 1 s less one period of packets
    CHECK(longest_ms < 1100);  // and a look every 40 ms, and the interruption of 30 ms
  }
}

TEST_CASE("a UE that moves fast has a short coherence time") {
  const Carrier carrier("n78", 20, 1);
  NrOptions options = clear_sky("n78", 20, 1);
  options.fading = NrFading::rayleigh_blocks;
  options.coherence = std::chrono::milliseconds(100);
  const auto make = [](double x, double z, double speed) {
    const auto model = ns3::CreateObject<ns3::ConstantVelocityMobilityModel>();
    model->SetPosition(ns3::Vector(x, 0, z));
    model->SetVelocity(ns3::Vector(speed, 0, 0));
    return model;
  };
  Radio radio(options, carrier, "r", 1, 1, {make(0, 25, 0)}, {make(50, 1.5, 0), make(60, 1.5, 30)});
  const auto changes = [&](std::size_t ue) {
    radio.refresh(ue);
    int count = 0;
    for (int ms = 1; ms < 1000; ++ms) count += radio.down(ue, 0, ms * kMs) != radio.down(ue, 0, (ms - 1) * kMs);
    return count;
  };
  CHECK(changes(0) == 9);    // every 100 ms
  CHECK(changes(1) > 800);   // 0.423 c / (30 m/s x 3.55 GHz) = 1.19 ms
  CHECK(changes(1) < 880);
  ns3::Simulator::Destroy();
}
