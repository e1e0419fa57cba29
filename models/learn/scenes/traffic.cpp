#include "models/learn/scenes/traffic.hpp"

#include <algorithm>
#include <numeric>
#include <queue>
#include <string>

#include "models/learn/scenes/day.hpp"
#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

struct Entry {
  double at = 0;
  int camera = 0;
  std::int64_t identity = -1;  ///< -1: a new one
  friend bool operator>(const Entry& a, const Entry& b) {
    if (a.at != b.at) return a.at > b.at;
    if (a.camera != b.camera) return a.camera > b.camera;
    return a.identity > b.identity;
  }
};

class Town {
 public:
  Town(const SceneSpec& spec, std::uint64_t seed) : spec_(spec), seed_(seed) {}

  std::vector<Visit> run() {
    for (int camera = 0; camera < spec_.cameras; ++camera) add_entries(camera);
    while (!entries_.empty()) {
      const Entry entry = entries_.top();
      entries_.pop();
      trip(entry);
    }
    std::sort(visits_.begin(), visits_.end(), [](const Visit& a, const Visit& b) {
      return a.camera != b.camera ? a.camera < b.camera
             : a.begin != b.begin ? a.begin < b.begin
                                  : a.identity < b.identity;
    });
    return std::move(visits_);
  }

 private:
  [[nodiscard]] double seconds() const { return spec_.hours * 3600; }
  [[nodiscard]] double hour(double at) const { return spec_.start_hour + at / 3600; }

  // Thinning: candidates at the highest rate, kept by the rate of their hour.
  void add_entries(int camera) {
    RandomStream random(mix(seed_, static_cast<std::uint64_t>(camera)), "entries");
    const double gap = 3600 * kMeanTraffic / (spec_.visits_per_hour * kMostTraffic);
    for (double at = random.exponential(gap); at < seconds(); at += random.exponential(gap))
      if (random.uniform() * kMostTraffic < traffic(hour(at))) entries_.push({at, camera, -1});
  }

  ObjectClass draw_class(const Entry& entry, RandomStream& random) const {
    RandomStream local(mix(seed_, static_cast<std::uint64_t>(entry.camera)), "classes");
    std::array<std::size_t, kObjectClasses> order{};
    std::iota(order.begin(), order.end(), 0U);
    for (std::size_t i = kObjectClasses; i > 2; --i)  // the first two are frequent everywhere
      std::swap(order[i - 1], order[2 + local.below(i - 2)]);
    const bool night = daylight(hour(entry.at)) < 0.4;
    std::array<double, kObjectClasses> weight{};
    for (std::size_t place = 0; place < kObjectClasses; ++place) {
      const auto kind = static_cast<ObjectClass>(order[place]);
      const bool heavy = kind == ObjectClass::truck || kind == ObjectClass::bus;
      weight[order[place]] =
          portable_pow(1.0 + static_cast<double>(place), -spec_.skew) * (night && heavy ? 4 : 1);
    }
    double at = random.uniform() * std::accumulate(weight.begin(), weight.end(), 0.0);
    std::size_t kind = 0;
    while (kind + 1 < kObjectClasses && (at -= weight[kind]) >= 0) ++kind;
    return static_cast<ObjectClass>(kind);
  }

  void trip(const Entry& entry) {
    std::int64_t identity = entry.identity;
    if (identity < 0) {
      identity = static_cast<std::int64_t>(kinds_.size());
      RandomStream random(mix(seed_, static_cast<std::uint64_t>(identity)), "class");
      kinds_.push_back(draw_class(entry, random));
      trips_.push_back(0);
    }
    const auto i = static_cast<std::size_t>(identity);
    RandomStream random(mix(mix(seed_, i), static_cast<std::uint64_t>(++trips_[i])), "trip");
    const double speed = random.uniform(0.8, 1.2);
    double at = entry.at;
    for (int camera = entry.camera; at < seconds(); camera = next_camera(camera, at, random)) {
      at = add_visit({static_cast<std::uint32_t>(i), kinds_[i], camera, at, 0, 0, false}, speed,
                     random);
      if (spec_.cameras == 1 || random.uniform() >= spec_.follow) break;
    }
    if (random.uniform() < spec_.return_share) {
      const double again = at + random.exponential(3600 * spec_.return_hours);
      const auto camera = static_cast<int>(random.below(static_cast<std::uint64_t>(spec_.cameras)));
      if (again < seconds()) entries_.push({again, camera, identity});
    }
  }

  /// Returns when it ends.
  double add_visit(Visit visit, double speed, RandomStream& random) {
    const ObjectBuild& build = build_of(visit.kind);
    visit.lane =
        build.walks ? 2 * static_cast<int>(random.below(2)) : static_cast<int>(random.below(2));
    visit.leftwards = build.walks ? random.below(2) == 0 : visit.lane == 0;
    const double slowed = 1 - 0.5 * rush(hour(visit.begin));
    const double way = 1 + build.width * spec_.height / spec_.width;  // in widths of the picture
    visit.end = visit.begin + way / (build.speed * speed * slowed);
    visits_.push_back(visit);
    return visit.end;
  }

  /// Moves `at` on by the travel.
  int next_camera(int camera, double& at, RandomStream& random) const {
    const int n = spec_.cameras;
    const double draw = random.uniform();
    int step = draw < 0.72 ? 1 : n - 1;
    if (draw >= 0.98) step = 1 + static_cast<int>(random.below(static_cast<std::uint64_t>(n - 1)));
    at += spec_.travel * std::min(step, n - step) * (0.6 + 0.4 * random.exponential(1));
    return (camera + step) % n;
  }

  const SceneSpec& spec_;
  std::uint64_t seed_;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> entries_;
  std::vector<ObjectClass> kinds_;  // by identity
  std::vector<int> trips_;
  std::vector<Visit> visits_;
};

void require(bool holds, const std::string& what) {
  if (!holds) throw ConfigError("scene: " + what);
}

}  // namespace

void check(const SceneSpec& s) {
  const auto share = [](double v) { return v >= 0 && v <= 1; };
  require(s.cameras >= 1 && s.cameras <= 1000, "cameras must be in 1..1000");
  require(s.width >= 16 && s.width <= 1024 && s.height >= 16 && s.height <= 1024,
          "width and height must be in 16..1024");
  require(s.frame_rate > 0 && s.frame_rate <= 1000, "frame_rate must be above 0, at most 1000");
  require(s.hours > 0 && s.hours <= 24 * 366, "hours must be above 0, at most a year");
  require(s.start_hour >= 0 && s.start_hour < 24, "start_hour must be in 0..24");
  require(s.visits_per_hour > 0 && s.visits_per_hour <= 20000, "visits_per_hour must be above 0");
  require(s.skew >= 0 && s.skew <= 5, "skew must be in 0..5");
  require(share(s.follow) && s.follow < 0.999, "follow must be in 0..0.999");
  require(share(s.return_share) && s.return_hours > 0,
          "return_share in 0..1, return_hours above 0");
  require(s.travel > 0, "travel must be above 0");
  require(share(s.noise) && share(s.sway) && share(s.clouds),
          "noise, sway, clouds must be in 0..1");
}

std::vector<Visit> draw_visits(const SceneSpec& spec, std::uint64_t seed) {
  check(spec);
  return Town(spec, seed).run();
}

}  // namespace lastmile::learn
