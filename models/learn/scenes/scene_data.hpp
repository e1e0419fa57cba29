// Scenes as data sets: what small networks learn from.
// Tests  tests/unit/learn/scene_test.cpp
#pragma once

#include "models/learn/dataset.hpp"
#include "models/learn/scenes/scene.hpp"

namespace lastmile::learn {

/// A frame of a camera.
struct FrameId {
  int camera = 0;
  std::int64_t frame = 0;
};

/// An RGB picture, [channel][row][column].
struct Frame {
  int width = 0, height = 0;
  std::vector<std::uint8_t> pixels;
};
/// What lies inside `box`, scaled to width x height by means over areas (by repetition where it has
/// fewer pixels).
Frame crop(const Frame& frame, const Box& box, int width, int height);

/// At least half of the object and 30 pixels of it are to be seen.
bool clearly_visible(const Sighting& object);
/// Whether any object is clearly visible; of one class, if it is given.
bool shows(const std::vector<Sighting>& truth, std::optional<ObjectClass> wanted = {});

/// The clearly visible objects of these frames, side x side; labels are classes, users cameras. `shrink` is what
/// the frames are divided by, to both sides, before; the objects are the same.
Dataset object_crops(const Scene& scene, const std::vector<FrameId>& frames, int side,
                     int shrink = 1);

/// At least so many objects of every camera, from frames in which one is half way through; no visit is looked
/// up twice, though other objects may stand by. ConfigError if a camera sees too few.
Dataset draw_object_crops(const SceneSpec& spec, std::size_t each, int side, RandomStream random);

/// These frames as a whole, side x side; label 1 where an object (of the class) is shown.
Dataset whole_frames(const Scene& scene, const std::vector<FrameId>& frames, int side,
                     std::optional<ObjectClass> wanted = {});

}  // namespace lastmile::learn
