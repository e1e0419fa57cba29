#include "network/mobility/movements.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace lastmile::network {
namespace {

constexpr std::uint32_t kNowhere = UINT32_MAX;

std::pair<double, double> direction(RandomStream& random) {
  double x = 0, y = 0, square = 0;
  do {
    x = random.uniform(-1, 1);
    y = random.uniform(-1, 1);
    square = x * x + y * y;
  } while (square > 1 || square < 1e-6);
  const double length = std::sqrt(square);
  return {x / length, y / length};
}

Leg leg(SimTime departure, const Position& from, const Position& to, double mps) {
  return {departure, departure + seconds(distance_m(from, to) / mps), from, to};
}

Leg pause(SimTime departure, const Position& where, Duration length) {
  return {departure, departure + length, where, where};
}

std::uint32_t nearest_crossing(const RoadMap& map, const Position& to) {
  std::uint32_t best = 0;
  for (std::uint32_t i = 1; i < map.crossings.size(); ++i) {
    if (distance_m(map.crossings[i], to) < distance_m(map.crossings[best], to)) best = i;
  }
  return best;
}

std::vector<std::uint32_t> neighbours_of(const RoadMap& map, std::uint32_t crossing) {
  std::vector<std::uint32_t> out;
  for (const auto& [a, b] : map.roads) {
    if (a == crossing) out.push_back(b);
    if (b == crossing) out.push_back(a);
  }
  return out;
}

// One coordinate after a step: reflected at the edges, and then its speeds turn round.
double reflected(double at, double low, double high, double& speed, double& mean) {
  if (at >= low && at <= high) return at;
  speed = -speed;
  mean = -mean;
  const double inside = at < low ? 2 * low - at : 2 * high - at;
  return std::clamp(inside, low, high);
}

Position between(const Leg& leg, SimTime time) {
  if (time >= leg.arrival) return leg.to;
  const double share = static_cast<double>((time - leg.departure).count()) /
                       static_cast<double>((leg.arrival - leg.departure).count());
  return {leg.from.x_m + share * (leg.to.x_m - leg.from.x_m),
          leg.from.y_m + share * (leg.to.y_m - leg.from.y_m),
          leg.from.z_m + share * (leg.to.z_m - leg.from.z_m)};
}

}  // namespace

Movements::Movements(const Topology& topology, std::uint64_t seed) : topology_(topology) {
  travellers_.reserve(topology.nodes.size());
  for (const Node& node : topology.nodes) {
    Traveller who{RandomStream(seed, "motion/" + node.name), {}};
    who.came_from = kNowhere;
    who.legs.push_back(pause(kTimeZero, node.position, Duration(0)));
    if (const auto* trip = std::get_if<RoadTrip>(&node.motion)) {
      const RoadMap& map = topology.roads.at(trip->roads);
      who.crossing = nearest_crossing(map, node.position);
      who.legs.front().from = who.legs.front().to = map.crossings[who.crossing];
    }
    if (const auto* track = std::get_if<Track>(&node.motion)) {
      const TrackPoint& first = track->points.front();
      who.legs.front() = {kTimeZero, first.time, first.position, first.position};
    }
    if (const auto* walk = std::get_if<GaussMarkov>(&node.motion)) {
      const auto [x, y] = direction(who.random);
      who.x_mps = who.mean_x_mps = x * walk->mean_mps;
      who.y_mps = who.mean_y_mps = y * walk->mean_mps;
    }
    any_ = any_ || !std::holds_alternative<Still>(node.motion);
    travellers_.push_back(std::move(who));
  }
}

bool Movements::moves(NodeId node) const {
  return !std::holds_alternative<Still>(topology_.nodes[node].motion);
}

void Movements::next(const Still&, Traveller& who) const {
  who.legs.push_back(pause(who.legs.back().arrival, who.legs.back().to, std::chrono::hours(1)));
}

void Movements::next(const RandomWaypoint& motion, Traveller& who) const {
  const Leg last = who.legs.back();
  Position to = last.to;
  to.x_m = who.random.uniform(motion.area.x_min_m, motion.area.x_max_m);
  to.y_m = who.random.uniform(motion.area.y_min_m, motion.area.y_max_m);
  const double mps = who.random.uniform(motion.slowest_mps, motion.fastest_mps);
  who.legs.push_back(leg(last.arrival, last.to, to, mps));
  if (motion.pause > Duration(0)) who.legs.push_back(pause(who.legs.back().arrival, to, motion.pause));
}

void Movements::next(const GaussMarkov& motion, Traveller& who) const {
  const double a = motion.memory, noise = motion.deviation_mps * std::sqrt(1 - a * a);
  who.x_mps = a * who.x_mps + (1 - a) * who.mean_x_mps + noise * who.random.normal();
  who.y_mps = a * who.y_mps + (1 - a) * who.mean_y_mps + noise * who.random.normal();
  const Leg last = who.legs.back();
  const double step_s = to_seconds(motion.step);
  Position to = last.to;
  to.x_m = reflected(to.x_m + step_s * who.x_mps, motion.area.x_min_m, motion.area.x_max_m, who.x_mps,
                     who.mean_x_mps);
  to.y_m = reflected(to.y_m + step_s * who.y_mps, motion.area.y_min_m, motion.area.y_max_m, who.y_mps,
                     who.mean_y_mps);
  who.legs.push_back({last.arrival, last.arrival + motion.step, last.to, to});
}

void Movements::next(const RoadTrip& motion, Traveller& who) const {
  const RoadMap& map = topology_.roads[motion.roads];
  std::vector<std::uint32_t> ways = neighbours_of(map, who.crossing);
  if (ways.empty()) return next(Still(), who);
  if (ways.size() > 1) ways.erase(std::remove(ways.begin(), ways.end(), who.came_from), ways.end());
  const std::uint32_t chosen = ways[who.random.below(ways.size())];
  who.legs.push_back(leg(who.legs.back().arrival, map.crossings[who.crossing], map.crossings[chosen],
                         motion.mps));
  who.came_from = who.crossing;
  who.crossing = chosen;
}

void Movements::next(const Track& motion, Traveller& who) const {
  const Leg last = who.legs.back();
  const auto after = std::find_if(motion.points.begin(), motion.points.end(),
                                  [&](const TrackPoint& p) { return p.time > last.arrival; });
  if (after == motion.points.end()) return next(Still(), who);
  who.legs.push_back({last.arrival, after->time, last.to, after->position});
}

void Movements::extend(NodeId node) const {
  std::visit([&](const auto& motion) { next(motion, travellers_[node]); }, topology_.nodes[node].motion);
}

const Leg* Movements::leg_at(NodeId node, SimTime time) const {
  if (!moves(node)) return nullptr;
  std::vector<Leg>& legs = travellers_[node].legs;
  while (legs.back().arrival <= time) extend(node);
  const auto found = std::upper_bound(legs.begin(), legs.end(), time,
                                      [](SimTime t, const Leg& l) { return t < l.arrival; });
  return &*found;
}

Position Movements::at(NodeId node, SimTime time) const {
  const Leg* leg = leg_at(node, time);
  return leg == nullptr ? topology_.nodes[node].position : between(*leg, time);
}

double Movements::speed_mps(NodeId node, SimTime time) const {
  const Leg* leg = leg_at(node, time);
  if (leg == nullptr || leg->arrival == leg->departure) return 0;
  return network::distance_m(leg->from, leg->to) / to_seconds(leg->arrival - leg->departure);
}

Position Movements::velocity(NodeId node, SimTime time) const {
  const Leg* leg = leg_at(node, time);
  if (leg == nullptr || leg->arrival == leg->departure) return {};
  const double s = to_seconds(leg->arrival - leg->departure);
  return {(leg->to.x_m - leg->from.x_m) / s, (leg->to.y_m - leg->from.y_m) / s,
          (leg->to.z_m - leg->from.z_m) / s};
}

double Movements::distance_m(NodeId a, NodeId b, SimTime time) const {
  return network::distance_m(at(a, time), at(b, time));
}

}  // namespace lastmile::network
