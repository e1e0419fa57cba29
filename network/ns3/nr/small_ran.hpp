// A radio network on its own, on ns-3's stock simulator, with packets counted at both ends: for
// measurements and tests. REQUIRES that no other ns-3 world lives in this process at the same time.
// C++17.
#pragma once

#include <ns3/constant-velocity-mobility-model.h>
#include <ns3/simulator.h>

#include <string>
#include <vector>

#include "network/ns3/nr/measure.hpp"
#include "network/ns3/nr/ran.hpp"

namespace lastmile::network::nr {

struct Arrival {
  std::size_t ue;
  std::uint32_t bytes;
  std::int64_t at_ns;
};

class SmallRan {
 public:
  struct Place {
    double x, y, z;
  };
  SmallRan(const NrOptions& options, const std::vector<Place>& cells, const std::vector<Place>& ues,
           std::uint64_t seed = 1, double ue_speed_x = 0, Radio::ExtraLoss extra_loss = {}) {
    Ran::Setup setup;
    setup.extra_loss = std::move(extra_loss);
    setup.name = "test";
    setup.seed = seed;
    setup.stream = 1000;
    for (const Place& place : cells) setup.cells.push_back(make(place, 0));
    for (const Place& place : ues) setup.ues.push_back(make(place, ue_speed_x));
    for (std::size_t i = 0; i < ues.size(); ++i) setup.ue_names.push_back("ue" + std::to_string(i));
    setup.to_ue = [this](std::size_t ue, const ns3::Ptr<ns3::Packet>& p) { note(down, ue, p); };
    setup.to_core = [this](std::size_t ue, const ns3::Ptr<ns3::Packet>& p) { note(up, ue, p); };
    ran = std::make_unique<Ran>(options, setup);
  }
  ~SmallRan() { ns3::Simulator::Destroy(); }

  void send(Direction d, std::size_t ue, std::uint32_t bytes, std::int64_t at_ns) {
    ns3::Simulator::Schedule(ns3::NanoSeconds(at_ns) - ns3::Simulator::Now(), [this, d, ue, bytes] {
      const auto packet = ns3::Create<ns3::Packet>(bytes);
      d == Direction::down ? ran->send_down(ue, packet) : ran->send_up(ue, packet);
    });
  }
  /// From now to the end this UE's queue is refilled every millisecond to two megabytes.
  void keep_full(Direction d, std::size_t ue, std::uint32_t bytes, std::int64_t end_ns) {
    constexpr std::int64_t full = 2000000, period_ns = 1000000;
    while (ran->backlog(ue, d) < full) {
      const auto packet = ns3::Create<ns3::Packet>(bytes);
      d == Direction::down ? ran->send_down(ue, packet) : ran->send_up(ue, packet);
    }
    if (ns3::Simulator::Now().GetNanoSeconds() + period_ns > end_ns) return;
    ns3::Simulator::Schedule(ns3::NanoSeconds(period_ns),
                             [this, d, ue, bytes, end_ns] { keep_full(d, ue, bytes, end_ns); });
  }
  void run(std::int64_t end_ns) {
    ns3::Simulator::Stop(ns3::NanoSeconds(end_ns) - ns3::Simulator::Now());
    ns3::Simulator::Run();
  }
  [[nodiscard]] double bytes_of(const std::vector<Arrival>& list, std::size_t ue,
                                std::int64_t from_ns = 0) const {
    double sum = 0;
    for (const Arrival& a : list) sum += a.ue == ue && a.at_ns >= from_ns ? a.bytes : 0;
    return sum;
  }

  std::unique_ptr<Ran> ran;
  std::vector<Arrival> down, up;

 private:
  static ns3::Ptr<ns3::MobilityModel> make(const Place& place, double speed_x) {
    const auto model = ns3::CreateObject<ns3::ConstantVelocityMobilityModel>();
    model->SetPosition(ns3::Vector(place.x, place.y, place.z));
    model->SetVelocity(ns3::Vector(speed_x, 0, 0));
    return model;
  }
  static void note(std::vector<Arrival>& list, std::size_t ue, const ns3::Ptr<ns3::Packet>& p) {
    list.push_back({ue, p->GetSize(), ns3::Simulator::Now().GetNanoSeconds()});
  }
};

}  // namespace lastmile::network::nr
