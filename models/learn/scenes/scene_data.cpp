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

Frame rendered(const Scene& scene, const FrameId& id) {
  return {scene.spec().width, scene.spec().height, scene.render(id.camera, id.frame)};
}

Box whole(const Frame& frame) { return {0, 0, frame.width, frame.height}; }

/// The pixels of the smaller picture that the box touches.
Box shrunk(const Box& box, int by, const Frame& within) {
  return {std::min(box.left / by, within.width - 1), std::min(box.top / by, within.height - 1),
          std::min((box.right + by - 1) / by, within.width),
          std::min((box.bottom + by - 1) / by, within.height)};
}

}  // namespace

Frame crop(const Frame& frame, const Box& box, int width, int height) {
  const int wide = box.right - box.left, high = box.bottom - box.top;
  Frame out{width, height, {}};
  for (int c = 0; c < 3; ++c)
    for (int y = 0; y < height; ++y)
      for (int x = 0; x < width; ++x) {
        Box cell{edge(x, width, box.left, wide), edge(y, height, box.top, high),
                 edge(x + 1, width, box.left, wide), edge(y + 1, height, box.top, high)};
        cell.right = std::max(cell.right, cell.left + 1);
        cell.bottom = std::max(cell.bottom, cell.top + 1);
        out.pixels.push_back(
            mean(&frame.pixels[static_cast<std::size_t>(c * frame.width * frame.height)],
                 frame.width, cell));
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

Dataset object_crops(const Scene& scene, const std::vector<FrameId>& frames, int side, int shrink) {
  std::vector<std::uint8_t> pixels;
  std::vector<Label> labels;
  for (const FrameId& id : frames) {
    const std::vector<Sighting> truth = scene.truth(id.camera, id.frame);
    if (!shows(truth)) continue;
    const Frame fine = rendered(scene, id);
    const Frame seen =
        shrink == 1 ? fine : crop(fine, whole(fine), fine.width / shrink, fine.height / shrink);
    for (const Sighting& object : truth) {
      if (!clearly_visible(object)) continue;
      const Frame one = crop(seen, shrunk(object.box, shrink, seen), side, side);
      pixels.insert(pixels.end(), one.pixels.begin(), one.pixels.end());
      labels.push_back(static_cast<Label>(object.kind));
    }
  }
  return {
      "objects of scenes", {3, side, side}, kObjectClasses, std::move(pixels), std::move(labels)};
}

Dataset whole_frames(const Scene& scene, const std::vector<FrameId>& frames, int side,
                     std::optional<ObjectClass> wanted) {
  std::vector<std::uint8_t> pixels;
  std::vector<Label> labels;
  for (const FrameId& id : frames) {
    const Frame frame = rendered(scene, id);
    const Frame one = crop(frame, whole(frame), side, side);
    pixels.insert(pixels.end(), one.pixels.begin(), one.pixels.end());
    labels.push_back(shows(scene.truth(id.camera, id.frame), wanted) ? 1 : 0);
  }
  return {"frames of scenes", {3, side, side}, 2, std::move(pixels), std::move(labels)};
}

}  // namespace lastmile::learn
