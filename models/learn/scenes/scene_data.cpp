#include "models/learn/scenes/scene_data.hpp"

#include <algorithm>
#include <string>

#include "models/learn/partition_data.hpp"
#include "sim/error.hpp"

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

FrameId half_way(const Scene& scene, const Visit& visit) {
  const double frame = (visit.begin + visit.end) / 2 * scene.spec().frame_rate;
  return {visit.camera, std::min(static_cast<std::int64_t>(frame), scene.frames() - 1)};
}

std::size_t objects_in(const Scene& scene, const FrameId& id) {
  const std::vector<Sighting> truth = scene.truth(id.camera, id.frame);
  return static_cast<std::size_t>(std::count_if(truth.begin(), truth.end(), clearly_visible));
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
  std::vector<std::uint32_t> cameras;
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
      cameras.push_back(static_cast<std::uint32_t>(id.camera));
    }
  }
  return Dataset("objects of scenes", {3, side, side}, kObjectClasses, std::move(pixels),
                 std::move(labels))
      .owned_by(std::move(cameras));
}

Dataset draw_object_crops(const SceneSpec& spec, std::size_t each, int side, RandomStream random) {
  const Scene scene(spec, random.next_u64());
  std::vector<std::vector<std::uint32_t>> visits(static_cast<std::size_t>(spec.cameras));
  for (std::uint32_t i = 0; i < scene.visits().size(); ++i)
    visits[static_cast<std::size_t>(scene.visits()[i].camera)].push_back(i);
  std::vector<FrameId> frames;
  for (auto& of_camera : visits) {
    shuffle(of_camera, random);
    std::size_t seen = 0;
    for (std::size_t i = 0; i < of_camera.size() && seen < each; ++i) {
      const FrameId id = half_way(scene, scene.visits()[of_camera[i]]);
      seen += objects_in(scene, id);
      frames.push_back(id);
    }
    if (seen < each)
      throw ConfigError("scenes: a camera sees " + std::to_string(seen) + " objects in " +
                        std::to_string(spec.hours) + " hours, but " + std::to_string(each) +
                        " are wanted");
  }
  return object_crops(scene, frames, side);
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
