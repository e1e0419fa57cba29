#include "models/learn/scenes/scene.hpp"

#include <doctest/doctest.h>

#include <array>
#include <map>
#include <numeric>
#include <set>

#include "models/learn/scenes/day.hpp"
#include "models/learn/scenes/scene_data.hpp"
#include "models/learn/scenes/smooth_noise.hpp"
#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::learn;

namespace {

SceneSpec busy() {
  SceneSpec spec;
  spec.hours = 0.2;
  spec.start_hour = 12;
  spec.visits_per_hour = 600;
  return spec;
}

/// Frames of camera 0 that show somebody.
std::vector<FrameId> occupied(const Scene& scene, std::size_t wanted) {
  std::vector<FrameId> found;
  for (std::int64_t f = 0; f < scene.frames() && found.size() < wanted; f += 37)
    if (shows(scene.truth(0, f))) found.push_back({0, f});
  return found;
}

Digest digest(const std::vector<std::uint8_t>& bytes) { return Hasher("t").add(bytes).digest(); }

}  // namespace

TEST_CASE("objects of every camera, whose they are, and cameras that see too few") {
  SceneSpec spec;
  spec.cameras = 2;
  spec.hours = 3;
  const Dataset crops = draw_object_crops(spec, 30, 24, RandomStream(1, "crops"));
  CHECK(crops.shape() == models::Shape{3, 24, 24});
  std::vector<int> of(2);
  for (const std::uint32_t camera : crops.users()) ++of.at(camera);
  for (const int count : of) {
    CHECK(count >= 30);
    CHECK(count < 40);
  }
  CHECK(draw_object_crops(spec, 30, 24, RandomStream(1, "crops")).digest() == crops.digest());
  CHECK_THROWS_WITH_AS(draw_object_crops(spec, 100'000, 24, RandomStream(1, "crops")),
                       doctest::Contains("but 100000 are wanted"), ConfigError);
}

TEST_CASE("scene: a seed gives the same frames in any order, another seed other ones") {
  const Scene a(busy(), 1), b(busy(), 1), c(busy(), 2);
  const auto late = a.render(2, 5000);
  CHECK(b.render(2, 100) == a.render(2, 100));
  CHECK(b.render(2, 5000) == late);
  CHECK(c.render(2, 5000) != late);
  CHECK(a.render(1, 5000) != late);
  CHECK(digest(late).text() == "8a888658774fbb767bba662bf07a8765");
}

TEST_CASE("scene: taking an object away changes exactly its visible pixels") {
  const Scene scene(busy(), 3);
  const int width = scene.spec().width;
  const std::size_t plane = scene.render(0, 0).size() / 3;
  int objects = 0, hidden = 0, visible = 0, changed = 0;
  for (const FrameId& id : occupied(scene, 25)) {
    const auto with = scene.render(0, id.frame);
    for (const Sighting& object : scene.truth(0, id.frame)) {
      const auto without = scene.render(0, id.frame, object.identity);
      int here = 0;
      Box box{width, 1000, 0, 0};
      for (std::size_t p = 0; p < plane; ++p) {
        if (with[p] == without[p] && with[plane + p] == without[plane + p] &&
            with[2 * plane + p] == without[2 * plane + p])
          continue;
        ++here;
        const int x = static_cast<int>(p) % width, y = static_cast<int>(p) / width;
        box = {std::min(box.left, x), std::min(box.top, y), std::max(box.right, x + 1),
               std::max(box.bottom, y + 1)};
      }
      CHECK(here <= object.visible);
      if (here > 0) {
        CHECK((box.left >= object.box.left && box.right <= object.box.right));
        CHECK((box.top >= object.box.top && box.bottom <= object.box.bottom));
      }
      ++objects;
      hidden += object.visible < object.pixels;
      visible += object.visible;
      changed += here;
    }
  }
  CHECK(objects > 40);
  CHECK(hidden > 3);
  CHECK(changed > 0.98 * visible);
}

TEST_CASE("scene: objects keep identity and look, and come again at other cameras") {
  SceneSpec spec = busy();
  spec.hours = 3;
  const Scene scene(spec, 1);
  std::map<std::uint32_t, std::set<int>> cameras;
  std::map<std::uint32_t, ObjectClass> kinds;
  int onward = 0, next = 0;
  for (const Visit& visit : scene.visits()) {
    cameras[visit.identity].insert(visit.camera);
    CHECK(kinds.emplace(visit.identity, visit.kind).first->second == visit.kind);
    CHECK(visit.end > visit.begin);
  }
  for (const auto& [identity, seen] : cameras) {
    onward += seen.size() > 1;
    next += seen.size() > 2;
  }
  const double all = static_cast<double>(cameras.size());
  CHECK(onward / all > 0.7);
  CHECK(next / all > 0.5);
  CHECK(Look(5).body == Look(5).body);
  CHECK(Look(5).body != Look(6).body);
}

TEST_CASE("scene: truth follows a visit from edge to edge") {
  SceneSpec spec = busy();
  spec.visits_per_hour = 30;
  const Scene scene(spec, 4);
  const Visit& visit = scene.visits().at(2);
  const auto sees = [&](double at) {
    const auto frame = static_cast<std::int64_t>(at * spec.frame_rate + 0.5);
    for (const Sighting& object : scene.truth(visit.camera, frame))
      if (object.identity == visit.identity) return true;
    return false;
  };
  CHECK_FALSE(sees(visit.begin - 0.3));
  CHECK(sees(visit.begin + 0.5));
  CHECK(sees((visit.begin + visit.end) / 2));
  CHECK_FALSE(sees(visit.end + 0.3));
}

TEST_CASE("scene: a day has rush hours, a dark night and its mix of classes") {
  double mean = 0;
  for (int i = 0; i < 2400; ++i) mean += traffic(i / 100.0) / 2400;
  CHECK(mean == doctest::Approx(kMeanTraffic).epsilon(1e-3));
  CHECK(daylight(12) == 1.0);
  CHECK(daylight(2) == doctest::Approx(0.3));
  CHECK(traffic(8) == doctest::Approx(kMostTraffic));
  CHECK(traffic(26) == traffic(2));
  SceneSpec spec;
  spec.visits_per_hour = 200;
  const auto visits = draw_visits(spec, 1);
  std::array<int, 24> by_hour{};
  std::array<int, kObjectClasses> by_kind{};
  for (const Visit& visit : visits) {
    ++by_hour[static_cast<std::size_t>(visit.begin / 3600) % 24];
    ++by_kind[static_cast<std::size_t>(visit.kind)];
  }
  CHECK(by_hour[8] > 5 * by_hour[3]);
  CHECK(by_hour[8] > 1.4 * by_hour[12]);
  std::sort(by_kind.begin(), by_kind.end(), std::greater<>());
  CHECK(by_kind[0] + by_kind[1] > 0.5 * static_cast<double>(visits.size()));
  CHECK(by_kind[7] > 0);
}

TEST_CASE("scene: every class has a shape of its own inside its square") {
  std::set<std::vector<int>> shapes;
  for (int kind = 0; kind < kObjectClasses; ++kind) {
    std::vector<int> shape;
    for (int i = 0; i < 400; ++i)
      shape.push_back(static_cast<int>(
          material_at(static_cast<ObjectClass>(kind), (i % 20 + 0.5) / 20, (i / 20 + 0.5) / 20)));
    CHECK(std::count(shape.begin(), shape.end(), 0) < 300);
    shapes.insert(shape);
    CHECK(material_at(static_cast<ObjectClass>(kind), -0.1, 0.5) == Material::none);
  }
  CHECK(shapes.size() == kObjectClasses);
}

TEST_CASE("scene: crops and whole frames are data sets") {
  const Scene scene(busy(), 1);
  const auto frames = occupied(scene, 10);
  const Dataset crops = object_crops(scene, frames, 32);
  CHECK(crops.size() >= 10);
  CHECK(crops.shape() == models::Shape{3, 32, 32});
  const Dataset whole = whole_frames(scene, {{0, frames[0].frame}, {0, 0}}, 40);
  CHECK(whole.labels()[0] == 1);
  CHECK(whole.shape() == models::Shape{3, 40, 40});
  const Dataset coarse = object_crops(scene, frames, 32, 4);
  CHECK(coarse.labels() == crops.labels());
  CHECK(coarse.digest() != crops.digest());
  const Frame picture{2, 2, {10, 20, 30, 40, 0, 0, 0, 0, 0, 0, 0, 8}};
  CHECK(crop(picture, {0, 0, 2, 2}, 1, 1).pixels == std::vector<std::uint8_t>{25, 0, 2});
  CHECK(crop(picture, {1, 0, 2, 1}, 2, 2).pixels[3] == 20);
  CHECK(crop(picture, {0, 0, 2, 2}, 2, 1).pixels[1] == 30);
  CHECK(overlap({0, 0, 2, 2}, {1, 0, 3, 2}) == doctest::Approx(1.0 / 3));
  CHECK(overlap({0, 0, 1, 1}, {1, 0, 2, 1}) == 0);
}

TEST_CASE("scene: what is out of range is refused") {
  SceneSpec spec;
  spec.cameras = 0;
  CHECK_THROWS_WITH_AS(Scene(spec, 1), doctest::Contains("cameras"), ConfigError);
  spec = {};
  spec.noise = -1;
  CHECK_THROWS_AS(Scene(spec, 1), ConfigError);
  spec = {};
  spec.width = 5000;
  CHECK_THROWS_AS(Scene(spec, 1), ConfigError);
}

TEST_CASE("smooth noise meets its knots and has no jumps") {
  CHECK(smooth_noise(7, 3.0) == noise_knot(7, 3));
  CHECK(std::abs(smooth_noise(7, 3.999999) - noise_knot(7, 4)) < 1e-4);
  CHECK(smooth_noise(7, -0.5) == doctest::Approx((noise_knot(7, -1) + noise_knot(7, 0)) / 2));
}
