#include "models/learn/scenes/scene.hpp"

#include <algorithm>
#include <cmath>

#include "models/learn/canvas.hpp"
#include "models/learn/scenes/day.hpp"
#include "models/learn/scenes/smooth_noise.hpp"
#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

constexpr std::array<double, 3> kLaneScale{0.62, 0.8, 1.0};
constexpr std::array<double, 3> kLaneBottom{0.6, 0.78, 0.97};  // of the height, where objects stand
constexpr double kCloudSeconds = 40;

}  // namespace

double overlap(const Box& a, const Box& b) {
  const int width = std::min(a.right, b.right) - std::max(a.left, b.left);
  const int height = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  const int both = width * height;
  return static_cast<double>(both) / (a.area() + b.area() - both);
}

Scene::Scene(const SceneSpec& spec, std::uint64_t seed)
    : spec_(spec),
      seed_(seed),
      frames_(static_cast<std::int64_t>(spec.hours * 3600 * spec.frame_rate)),
      visits_(draw_visits(spec, seed)),
      longest_(static_cast<std::size_t>(spec.cameras), 0.0) {
  for (int camera = 0; camera <= spec.cameras; ++camera) {
    const auto before = [](const Visit& visit, int wanted) { return visit.camera < wanted; };
    const auto at = std::lower_bound(visits_.begin(), visits_.end(), camera, before);
    first_visit_.push_back(static_cast<std::size_t>(at - visits_.begin()));
  }
  for (const Visit& visit : visits_) {
    double& longest = longest_[static_cast<std::size_t>(visit.camera)];
    longest = std::max(longest, visit.end - visit.begin);
  }
  for (int camera = 0; camera < spec.cameras; ++camera)
    backgrounds_.push_back(make_background(camera));
}

Scene::Placed Scene::place(const Visit& visit, double at) const {
  const ObjectBuild& build = build_of(visit.kind);
  const auto lane = static_cast<std::size_t>(visit.lane);
  const double scale = kLaneScale[lane] * Look(mix(seed_, visit.identity)).size * spec_.height;
  Placed object{&visit, 0, 0, build.width * scale, build.height * scale};
  const double way = (at - visit.begin) / (visit.end - visit.begin) * (spec_.width + object.width);
  object.left = visit.leftwards ? spec_.width - way : way - object.width;
  object.top = kLaneBottom[lane] * spec_.height - object.height;
  return object;
}

std::vector<Scene::Placed> Scene::placed(int camera, double at) const {
  const auto c = static_cast<std::size_t>(camera);
  SIM_CHECK(camera >= 0 && camera < spec_.cameras, "no such camera");
  std::vector<Placed> objects;
  const auto begins = [](const Visit& visit, double when) { return visit.begin < when; };
  const auto first = visits_.begin() + static_cast<std::ptrdiff_t>(first_visit_[c]);
  const auto last = visits_.begin() + static_cast<std::ptrdiff_t>(first_visit_[c + 1]);
  for (auto v = std::lower_bound(first, last, at - longest_[c], begins); v != last; ++v) {
    if (v->begin > at) break;
    if (v->end >= at) objects.push_back(place(*v, at));
  }
  std::stable_sort(objects.begin(), objects.end(),
                   [](const Placed& a, const Placed& b) { return a.visit->lane < b.visit->lane; });
  return objects;
}

template <class Pixel>
void Scene::each_pixel(const Placed& object, Pixel pixel) const {
  const int left = std::max(0, static_cast<int>(std::floor(object.left)));
  const int right = std::min(spec_.width, static_cast<int>(object.left + object.width) + 1);
  const int top = std::max(0, static_cast<int>(std::floor(object.top)));
  const int bottom = std::min(spec_.height, static_cast<int>(object.top + object.height) + 1);
  for (int y = top; y < bottom; ++y)
    for (int x = left; x < right; ++x) {
      const double u = (x + 0.5 - object.left) / object.width;
      const double v = (y + 0.5 - object.top) / object.height;
      const Material material =
          material_at(object.visit->kind, object.visit->leftwards ? 1 - u : u, v);
      if (material != Material::none) pixel(x, y, material);
    }
}

std::vector<std::int16_t> Scene::covers(const std::vector<Placed>& objects) const {
  std::vector<std::int16_t> on_top(
      static_cast<std::size_t>(spec_.width) * static_cast<std::size_t>(spec_.height), -1);
  for (std::size_t i = 0; i < objects.size(); ++i)
    each_pixel(objects[i], [&](int x, int y, Material) {
      on_top[static_cast<std::size_t>(y * spec_.width + x)] = static_cast<std::int16_t>(i);
    });
  return on_top;
}

std::vector<Sighting> Scene::truth(int camera, std::int64_t frame) const {
  const std::vector<Placed> objects = placed(camera, time(frame));
  const std::vector<std::int16_t> on_top = covers(objects);
  std::vector<Sighting> seen;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    Sighting one{objects[i].visit->identity,
                 objects[i].visit->kind,
                 {spec_.width, spec_.height, 0, 0},
                 0,
                 0};
    each_pixel(objects[i], [&](int x, int y, Material) {
      ++one.pixels;
      one.visible +=
          on_top[static_cast<std::size_t>(y * spec_.width + x)] == static_cast<std::int16_t>(i);
      one.box = {std::min(one.box.left, x), std::min(one.box.top, y),
                 std::max(one.box.right, x + 1), std::max(one.box.bottom, y + 1)};
    });
    if (one.pixels > 0) seen.push_back(one);
  }
  return seen;
}

std::vector<std::uint8_t> Scene::render(int camera, std::int64_t frame,
                                        std::optional<std::uint32_t> without) const {
  const double at = time(frame), hours = spec_.start_hour + at / 3600;
  const std::size_t plane =
      static_cast<std::size_t>(spec_.width) * static_cast<std::size_t>(spec_.height);
  std::vector<float> surface(3 * plane);
  paint_background(camera, at, surface);
  for (const Placed& object : placed(camera, at)) {
    if (object.visit->identity == without) continue;
    const Look look(mix(seed_, object.visit->identity));
    each_pixel(object, [&](int x, int y, Material material) {
      const auto p = static_cast<std::size_t>(y * spec_.width + x);
      for (std::size_t c = 0; c < 3; ++c)
        surface[c * plane + p] = static_cast<float>(look.of(material)[c]);
    });
  }
  const std::uint64_t key =
      mix(mix(seed_, static_cast<std::uint64_t>(camera)), static_cast<std::uint64_t>(frame));
  const double day = daylight(hours), sigma = spec_.noise * (2 - day);
  const double light = day * (1 + spec_.clouds * smooth_noise(mix(seed_, 77), at / kCloudSeconds));
  std::vector<std::uint8_t> picture(3 * plane);
  for (std::size_t p = 0; p < plane; ++p) {
    const Noise noise(mix(key, p));
    for (std::size_t c = 0; c < 3; ++c)
      picture[c * plane + p] = to_byte(static_cast<double>(surface[c * plane + p]) * light +
                                       sigma * noise[static_cast<int>(c)]);
  }
  return picture;
}

}  // namespace lastmile::learn
