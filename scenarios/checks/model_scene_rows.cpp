// Scenes: exact ground truth, and the properties of video that policies live on.
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include "models/learn/scenes/day.hpp"
#include "models/learn/scenes/scene_data.hpp"
#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/checks/model_rows.hpp"

namespace lastmile::scenarios {
namespace {

using learn::Box;
using learn::Scene;
using learn::SceneSpec;
using learn::Sighting;

struct Pixels {
  int outside = 0;  ///< changed, but not covered by the object
  int changed = 0, visible = 0;
};

/// What changes when one object is taken away, against its truth.
Pixels compare(const Scene& scene, std::int64_t frame, const Sighting& object) {
  const auto with = scene.render(0, frame), without = scene.render(0, frame, object.identity);
  const std::size_t plane = with.size() / 3;
  Pixels pixels{0, 0, object.visible};
  for (std::size_t p = 0; p < plane; ++p) {
    const bool same = with[p] == without[p] && with[plane + p] == without[plane + p] &&
                      with[2 * plane + p] == without[2 * plane + p];
    if (same) continue;
    ++pixels.changed;
    const int x = static_cast<int>(p) % scene.spec().width,
              y = static_cast<int>(p) / scene.spec().width;
    const Box& b = object.box;
    pixels.outside += x < b.left || x >= b.right || y < b.top || y >= b.bottom;
  }
  pixels.outside += std::max(0, pixels.changed - pixels.visible);
  return pixels;
}

void add_truth(std::vector<Claim>& claims) {
  SceneSpec spec;
  spec.hours = 0.5;
  spec.start_hour = 16.5;
  spec.visits_per_hour = 400;
  const Scene scene(spec, 1);
  Pixels sum;
  int objects = 0, hidden = 0;
  for (std::int64_t frame = 0; frame < scene.frames(); frame += 223)
    for (const Sighting& object : scene.truth(0, frame)) {
      const Pixels one = compare(scene, frame, object);
      sum.outside += one.outside;
      sum.changed += one.changed;
      sum.visible += one.visible;
      hidden += object.visible < object.pixels;
      ++objects;
    }
  const std::string over =
      std::to_string(objects) + " sightings, " + std::to_string(hidden) + " of them partly hidden";
  claims.push_back(
      at_most("pixels outside box and mask that change when an object goes", sum.outside, 0, over));
  claims.push_back(at_least("share of an object's visible pixels that change then",
                            static_cast<double>(sum.changed) / sum.visible, 0.95,
                            "the rest has the colour of what is behind it: wheels, windows"));
}

// Glimpse: what a result is worth when it comes late.
void add_staleness(std::vector<Claim>& claims) {
  SceneSpec spec;
  spec.hours = 1;
  spec.start_hour = 12;
  const Scene scene(spec, 1);
  for (const int late : {1, 3, 10}) {
    double sum = 0, count = 0;
    for (std::int64_t frame = 0; frame + late < scene.frames(); frame += 29)
      for (const Sighting& before : scene.truth(0, frame))
        for (const Sighting& after : scene.truth(0, frame + late))
          if (before.identity == after.identity) sum += overlap(before.box, after.box), ++count;
    claims.push_back(printed("overlap of boxes that are " + exact_number(late / 10.0) + " s old",
                             sum / count, "mean over " + exact_number(count) + " sightings"));
  }
}

/// One object's next camera, and after how long.
struct Move {
  int from, to;
  double gap;
};

/// Those that take less than `longest` seconds: an object that comes later is on another trip.
std::vector<Move> moves_of(const std::vector<learn::Visit>& visits, double longest) {
  std::map<std::uint32_t, std::vector<learn::Visit>> by_object;
  for (const learn::Visit& visit : visits) by_object[visit.identity].push_back(visit);
  std::vector<Move> moves;
  for (auto& [identity, own] : by_object) {
    std::sort(own.begin(), own.end(),
              [](const auto& a, const auto& b) { return a.begin < b.begin; });
    for (std::size_t i = 1; i < own.size(); ++i)
      if (own[i].begin - own[i - 1].end < longest)
        moves.push_back({own[i - 1].camera, own[i].camera, own[i].begin - own[i - 1].end});
  }
  return moves;
}

/// Where and when objects come that left a camera.
struct Search {
  std::map<std::pair<int, int>, std::pair<double, double>> windows;  ///< seconds, by way
  std::map<int, double> seconds;  ///< length of the windows of all ways from a camera
  double latest = 0;              ///< 99.5 % of all come by then
};

/// Shortest and longest but the outer 0.5 %.
std::pair<double, double> inner(std::vector<double>& gaps) {
  std::sort(gaps.begin(), gaps.end());
  const std::size_t outer = gaps.size() / 200;
  return {gaps[outer], gaps[gaps.size() - 1 - outer]};
}

/// Of the moves with even numbers; ways that less than 1 % take are left out.
Search learned(const std::vector<Move>& moves) {
  std::map<std::pair<int, int>, std::vector<double>> gaps;
  std::map<int, double> left;
  std::vector<double> all;
  for (std::size_t i = 0; i < moves.size(); i += 2) {
    gaps[{moves[i].from, moves[i].to}].push_back(moves[i].gap);
    ++left[moves[i].from];
    all.push_back(moves[i].gap);
  }
  Search search;
  for (auto& [way, times] : gaps) {
    if (static_cast<double>(times.size()) < 0.01 * left[way.first]) continue;
    const auto [from, to] = search.windows[way] = inner(times);
    search.seconds[way.first] += to - from;
  }
  search.latest = inner(all).second;
  return search;
}

// ReXCam: search only where and when an object is likely to come.
void add_search(std::vector<Claim>& claims) {
  SceneSpec spec;
  spec.cameras = 8;
  spec.hours = 12;
  spec.start_hour = 7;
  const std::vector<Move> moves = moves_of(learn::draw_visits(spec, 1), 120);
  Search search = learned(moves);
  double found = 0, all = 0, searched = 0;
  for (std::size_t i = 1; i < moves.size(); i += 2) {
    const auto window = search.windows.find({moves[i].from, moves[i].to});
    found += window != search.windows.end() && moves[i].gap >= window->second.first &&
             moves[i].gap <= window->second.second;
    searched += search.seconds[moves[i].from];
    ++all;
  }
  claims.push_back(at_least("share of objects found again in windows by place and time",
                            found / all, 0.96, "8 cameras; ReXCam loses 1-2 % (abstract)"));
  claims.push_back(printed("camera seconds to search, all cameras at once against such windows",
                           spec.cameras * search.latest * all / searched,
                           "ReXCam: 4.6 times less computing on 8 cameras (abstract)"));
}

// Focus: few classes are most objects. Chameleon: hours differ.
void add_mix(std::vector<Claim>& claims) {
  const std::vector<learn::Visit> visits = learn::draw_visits({}, 1);
  std::array<double, learn::kObjectClasses> kinds{};
  std::map<int, double> hours;
  std::set<std::uint32_t> objects;
  for (const learn::Visit& visit : visits) {
    ++kinds[static_cast<std::size_t>(visit.kind)];
    ++hours[static_cast<int>(visit.begin / 3600)];
    objects.insert(visit.identity);
  }
  std::sort(kinds.begin(), kinds.end(), std::greater<>());
  const double all = static_cast<double>(visits.size());
  claims.push_back(printed("share of the two most frequent of eight classes",
                           (kinds[0] + kinds[1]) / all, "a day of four cameras"));
  claims.push_back(printed("visits at 8-9 over those at 3-4", hours[8] / hours[3], ""));
  claims.push_back(printed("visits of one object", all / static_cast<double>(objects.size()),
                           "objects come again, at other cameras and later"));
}

}  // namespace

std::vector<Claim> model_scene_rows(const CheckOptions&) {
  std::vector<Claim> claims;
  add_truth(claims);
  add_staleness(claims);
  add_search(claims);
  add_mix(claims);
  return claims;
}

}  // namespace lastmile::scenarios
