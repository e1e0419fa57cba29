#include "models/learn/scenes/scene_data.hpp"

#include <algorithm>

namespace lastmile::learn {
namespace {

constexpr int kLeastPixels = 30;

/// Where pixel i of `side` begins among `from` pixels that start at `start`.
int edge(int i, int side, int start, int from) { return start + i * from / side; }

std::uint8_t mean(const std::uint8_t* plane, int width, const Box& cell) {
  int sum = 0;
  for (int y = cell.top; y < cell.bottom; ++y)
    for (int x = cell.left; x < cell.right; ++x) sum += plane[y * width + x];
  return static_cast<std::uint8_t>((sum + cell.area() / 2) / cell.area());
}

}  // namespace

std::vector<std::uint8_t> crop(const std::vector<std::uint8_t>& picture, int width, int height,
                               const Box& box, int side) {
  const int wide = box.right - box.left, high = box.bottom - box.top;
  std::vector<std::uint8_t> out;
  for (int c = 0; c < 3; ++c)
    for (int y = 0; y < side; ++y)
      for (int x = 0; x < side; ++x) {
        Box cell{edge(x, side, box.left, wide), edge(y, side, box.top, high),
                 edge(x + 1, side, box.left, wide), edge(y + 1, side, box.top, high)};
        cell.right = std::max(cell.right, cell.left + 1);
        cell.bottom = std::max(cell.bottom, cell.top + 1);
        out.push_back(mean(&picture[static_cast<std::size_t>(c * width * height)], width, cell));
      }
  return out;
}

bool clearly_visible(const Sighting& object) {
  return object.visible >= kLeastPixels && 2 * object.visible >= object.pixels;
}

bool shows(const std::vector<Sighting>& truth, std::optional<ObjectClass> wanted) {
  return std::any_of(truth.begin(), truth.end(), [&](const Sighting& object) {
    return clearly_visible(object) && (!wanted || object.kind == *wanted);
  });
}

Dataset object_crops(const Scene& scene, const std::vector<FrameId>& frames, int side) {
  const int width = scene.spec().width, height = scene.spec().height;
  std::vector<std::uint8_t> pixels, labels;
  for (const FrameId& id : frames) {
    const std::vector<Sighting> truth = scene.truth(id.camera, id.frame);
    if (!shows(truth)) continue;
    const std::vector<std::uint8_t> picture = scene.render(id.camera, id.frame);
    for (const Sighting& object : truth) {
      if (!clearly_visible(object)) continue;
      const std::vector<std::uint8_t> one = crop(picture, width, height, object.box, side);
      pixels.insert(pixels.end(), one.begin(), one.end());
      labels.push_back(static_cast<std::uint8_t>(object.kind));
    }
  }
  return {
      "objects of scenes", {3, side, side}, kObjectClasses, std::move(pixels), std::move(labels)};
}

Dataset whole_frames(const Scene& scene, const std::vector<FrameId>& frames, int side,
                     std::optional<ObjectClass> wanted) {
  const int width = scene.spec().width, height = scene.spec().height;
  std::vector<std::uint8_t> pixels, labels;
  for (const FrameId& id : frames) {
    const std::vector<std::uint8_t> one =
        crop(scene.render(id.camera, id.frame), width, height, {0, 0, width, height}, side);
    pixels.insert(pixels.end(), one.begin(), one.end());
    labels.push_back(shows(scene.truth(id.camera, id.frame), wanted) ? 1 : 0);
  }
  return {"frames of scenes", {3, side, side}, 2, std::move(pixels), std::move(labels)};
}

}  // namespace lastmile::learn
