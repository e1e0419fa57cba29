#include "network/ns3/nr/measure.hpp"

#include <ns3/constant-velocity-mobility-model.h>

#include <algorithm>
#include <cmath>
#include <ctime>

#include "network/ns3/nr/small_ran.hpp"

namespace lastmile::network::nr {
namespace {

constexpr std::int64_t kWarmUpNs = 200000000;
constexpr std::uint32_t kPacket = 1500, kLargePacket = 9000;
using Place = SmallRan::Place;

std::int64_t nanoseconds(double seconds) { return static_cast<std::int64_t>(seconds * 1e9); }

// The power with which a UE at this place stands at this SINR.
Dbm power_for(NrOptions options, double sinr_db, const Place& ue) {
  options.gnb_power = Dbm(60);
  const SmallRan net(options, {{0, 0, 25}}, {ue});
  return Dbm(60 + sinr_db - net.ran->quiet_sinr_db(0));
}

ns3::Ptr<ns3::MobilityModel> stand(const Place& place) {
  const auto node = ns3::CreateObject<ns3::Node>();
  const auto model = ns3::CreateObject<ns3::ConstantVelocityMobilityModel>();
  node->AggregateObject(model);
  model->SetPosition(ns3::Vector(place.x, place.y, place.z));
  return model;
}

// Where the path loss is so much more than at `near_m`.
double distance_for(const NrOptions& options, double near_m, double more_db) {
  const Carrier carrier(options.band, options.bandwidth_mhz, options.numerology);
  const auto model = path_loss_model(options, carrier.down_hz, 1);
  const auto base = stand({0, 0, 25});
  const auto power_at = [&](double x) { return model->CalcRxPower(0, base, stand({x, 0, 1.5})); };
  const double wanted = power_at(near_m) - more_db;
  double low = near_m, high = 4900;  // UMa ends at 5 km
  for (int step = 0; step < 30; ++step) {
    const double middle = (low + high) / 2;
    (power_at(middle) > wanted ? low : high) = middle;
  }
  return low;
}

}  // namespace

NrOptions clear_sky(const char* band, double bandwidth_mhz, int numerology) {
  NrOptions options;
  options.band = band;
  options.bandwidth_mhz = bandwidth_mhz;
  options.numerology = numerology;
  options.sight = NrSight::always;
  options.shadowing = false;
  return options;
}

std::vector<double> uplink_latency(const NrOptions& options, const std::vector<double>& phases) {
  constexpr std::int64_t apart_ns = 20000000;  // a whole number of slots of every numerology
  const double symbol_ns = 1e6 / (1 << options.numerology) / kSymbolsPerSlot;
  SmallRan net(options, {{0, 0, 25}}, {{60, 0, 1.5}});
  std::vector<std::int64_t> sent;
  for (const double phase : phases) {
    sent.push_back(apart_ns * static_cast<std::int64_t>(sent.size() + 1) +
                   static_cast<std::int64_t>(phase * symbol_ns));
    net.send(Direction::up, 0, 32, sent.back());
  }
  net.run(apart_ns * static_cast<std::int64_t>(phases.size() + 2));
  SIM_CHECK(net.up.size() == sent.size(), "a packet was lost on a clear channel");
  std::vector<double> symbols;
  for (std::size_t i = 0; i < sent.size(); ++i) {
    symbols.push_back(static_cast<double>(net.up[i].at_ns - sent[i]) / symbol_ns);
  }
  return symbols;
}

double full_rate_bps(const NrOptions& options, bool down) {
  constexpr std::int64_t warm_up_ns = 40000000, end_ns = 140000000;
  NrOptions strong = options;
  strong.gnb_power = strong.ue_power = Dbm(70);
  strong.environment = NrEnvironment::umi;
  SmallRan net(strong, {{0, 0, 10}}, {{20, 0, 1.5}});
  net.keep_full(down ? Direction::down : Direction::up, 0, kLargePacket, end_ns);
  net.run(end_ns);
  return net.bytes_of(down ? net.down : net.up, 0, warm_up_ns) * 8 /
         (static_cast<double>(end_ns - warm_up_ns) * 1e-9);
}

double ns3_path_loss_db(const RadioPath& path, bool sight) {
  NrOptions options;
  options.environment = path.environment;
  options.sight = sight ? NrSight::always : NrSight::never;
  options.shadowing = false;
  const auto model = path_loss_model(options, path.f_ghz * 1e9, 1);
  return -model->CalcRxPower(0, stand({0, 0, path.hb_m}), stand({path.ground_m, 0, path.hu_m}));
}

double direction_share(const NrOptions& options, bool down) {
  const Grid grid(Carrier(options.band, options.bandwidth_mhz, options.numerology), options);
  return grid.share(down ? Direction::down : Direction::up);
}

std::vector<double> share_down(const NrOptions& options, const std::vector<double>& sinr_db,
                               double seconds) {
  const double most = *std::max_element(sinr_db.begin(), sinr_db.end());
  const Place nearest{50, 0, 1.5};
  NrOptions set = options;
  set.gnb_power = power_for(options, most, nearest);
  std::vector<Place> ues;
  for (const double db : sinr_db)
    ues.push_back({distance_for(options, nearest.x, most - db), 0, 1.5});
  SmallRan net(set, {{0, 0, 25}}, ues);
  const std::int64_t end_ns = nanoseconds(seconds) + kWarmUpNs;
  for (std::size_t ue = 0; ue < ues.size(); ++ue)
    net.keep_full(Direction::down, ue, kLargePacket, end_ns);
  net.run(end_ns);
  std::vector<double> bits;
  for (std::size_t ue = 0; ue < ues.size(); ++ue)
    bits.push_back(net.bytes_of(net.down, ue, kWarmUpNs) * 8);
  return bits;
}

ErrorPoint errors_at(const NrOptions& options, double sinr_db, double seconds) {
  NrOptions set = options;
  set.gnb_power = power_for(options, sinr_db, {100, 0, 1.5});
  SmallRan net(set, {{0, 0, 25}}, {{100, 0, 1.5}});
  const std::int64_t end_ns = nanoseconds(seconds) + kWarmUpNs;
  net.keep_full(Direction::down, 0, kPacket, end_ns);
  net.run(end_ns);
  const RanCounters& count = net.ran->counters(Direction::down);
  const auto first = static_cast<double>(count.first);
  return {sinr_db, static_cast<double>(count.first_failed) / first,
          static_cast<double>(count.given_up) / first,
          net.bytes_of(net.down, 0, kWarmUpNs) * 8 / seconds};
}

HandoverResult drive_past(const NrOptions& options, double metres_per_second) {
  constexpr double distance = 400;
  SmallRan net(options, {{0, 0, 25}, {distance, 0, 25}}, {{50, 20, 1.5}}, 1, metres_per_second);
  const double seconds = (distance - 100) / metres_per_second;
  const std::int64_t end_ns = nanoseconds(seconds);
  HandoverResult result{};
  for (std::int64_t t = 0; t < end_ns; t += 1000000) {
    net.send(Direction::down, 0, kPacket, t);
    net.send(Direction::up, 0, kPacket, t);
    ++result.sent_down;
    ++result.sent_up;
  }
  net.run(end_ns + 2000000000);
  result.handovers = net.ran->counters(Direction::down).handovers;
  result.got_down = net.down.size();
  result.got_up = net.up.size();
  for (std::size_t i = 1; i < net.down.size(); ++i) {
    const auto gap_ns = static_cast<double>(net.down[i].at_ns - net.down[i - 1].at_ns);
    result.longest_gap_ms = std::max(result.longest_gap_ms, gap_ns * 1e-6);
  }
  return result;
}

namespace {

std::vector<Place> square_grid(int count, double apart, double height) {
  const int side = static_cast<int>(std::ceil(std::sqrt(count)));
  std::vector<Place> places;
  for (int i = 0; i < count; ++i)
    places.push_back({(i % side) * apart, (i / side) * apart, height});
  return places;
}

std::size_t complete(const std::vector<Arrival>& list, int ues, double bytes) {
  std::vector<double> got(static_cast<std::size_t>(ues), 0);
  for (const Arrival& a : list) got[a.ue] += a.bytes;
  return static_cast<std::size_t>(std::count(got.begin(), got.end(), bytes));
}

}  // namespace

ScaleResult crowd(const NrOptions& options, int cells, int ues, std::uint32_t bytes) {
  const std::vector<Place> sites = square_grid(cells, 200, 10);
  RandomStream draw(1, "crowd");
  std::vector<Place> people;
  for (int i = 0; i < ues; ++i) {
    const Place& site = sites[static_cast<std::size_t>(i % cells)];
    people.push_back({site.x + draw.uniform(-90, 90), site.y + draw.uniform(-90, 90), 1.5});
  }
  const std::clock_t began = std::clock();
  SmallRan net(options, sites, people);
  for (int i = 0; i < ues; ++i) {
    for (std::uint32_t sent = 0; sent < bytes; sent += 1000) {
      net.send(Direction::down, static_cast<std::size_t>(i), 1000, 1000);
      net.send(Direction::up, static_cast<std::size_t>(i), 1000, 1000);
    }
  }
  net.run(nanoseconds(60));
  ScaleResult result{complete(net.up, ues, bytes),   complete(net.down, ues, bytes), 0, 0, 0,
                     ns3::Simulator::GetEventCount()};
  for (const Arrival& a : net.up)
    result.last_s = std::max(result.last_s, static_cast<double>(a.at_ns) * 1e-9);
  for (int i = 0; i < ues; ++i)
    result.mean_sinr_db += net.ran->quiet_sinr_db(static_cast<std::size_t>(i)) / ues;
  result.cpu_s = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
  return result;
}

}  // namespace lastmile::network::nr
