// What a camera sees when nobody passes: houses above, a pavement, a road with marks, and leaves
// that sway in one corner.
#include "models/learn/scenes/scene.hpp"
#include "models/learn/scenes/smooth_noise.hpp"

namespace lastmile::learn {
namespace {

constexpr double kHorizon = 0.42, kRoad = 0.63, kKerb = 0.86;  // of the height
constexpr double kSwaySeconds = 0.7;

bool has_leaves(double u, double v, std::uint64_t look) {
  const double side = (look & 1) != 0 ? u : 1 - u;
  const double x = side / 0.3, y = (v - 0.1) / 0.36;
  return x * x + y * y < 1;
}

bool has_mark(double u, double v) {
  const double dash = u * 8 - std::floor(u * 8);
  return v > 0.68 && v < 0.7 && dash < 0.5;
}

}  // namespace

std::vector<float> Scene::make_background(int camera) const {
  const std::uint64_t look = mix(mix(seed_, 1), static_cast<std::uint64_t>(camera));
  RandomStream random(look, "background");
  const double tint = random.uniform(-0.06, 0.06), wall = random.uniform(0.3, 0.7);
  std::vector<float> picture;
  for (int c = 0; c < 3; ++c)
    for (int y = 0; y < spec_.height; ++y)
      for (int x = 0; x < spec_.width; ++x) {
        const double u = (x + 0.5) / spec_.width, v = (y + 0.5) / spec_.height;
        const double fine = smooth_noise(mix(look, 2), u * 40, v * 30);
        const double coarse = smooth_noise(mix(look, 3), u * 6, v * 5);
        double surface = 0.42 + 0.03 * fine;
        if (v < kHorizon)
          surface = wall + 0.16 * coarse + 0.05 * fine + tint * (c - 1);
        else if (v < kRoad || v > kKerb)
          surface = 0.55 + 0.05 * fine + tint * (1 - c);
        if (has_mark(u, v)) surface = 0.8;
        if (has_leaves(u, v, look)) surface = (c == 1 ? 0.38 : 0.2) + 0.1 * fine;
        picture.push_back(static_cast<float>(surface));
      }
  return picture;
}

void Scene::paint_background(int camera, double at, std::vector<float>& picture) const {
  picture = backgrounds_[static_cast<std::size_t>(camera)];
  const std::uint64_t look = mix(mix(seed_, 1), static_cast<std::uint64_t>(camera));
  const std::size_t plane = picture.size() / 3;
  for (int y = 0; y < spec_.height / 2; ++y)
    for (int x = 0; x < spec_.width; ++x) {
      const double u = (x + 0.5) / spec_.width, v = (y + 0.5) / spec_.height;
      if (!has_leaves(u, v, look)) continue;
      const std::uint64_t twig = mix(look, static_cast<std::uint64_t>(y / 4 * 1024 + x / 4));
      const double swing = 1 + spec_.sway * smooth_noise(twig, at / kSwaySeconds);
      const auto p = static_cast<std::size_t>(y * spec_.width + x);
      for (std::size_t c = 0; c < 3; ++c) picture[c * plane + p] *= static_cast<float>(swing);
    }
}

}  // namespace lastmile::learn
